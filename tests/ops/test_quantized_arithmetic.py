"""Sums, products and cut-offs of quantized numbers."""

from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.quantized_tensors import check_recorded, quantized

RECORDED: list[Any] = [
    (
        "QuantizedAdd",
        {
            "y": ("quint8", [[195, 103, 9], [211, 21, 242]]),
            "Toutput": "qint32",
            "x": ("quint8", [[172, 47, 117], [192, 67, 251]]),
            "min_x": -1.0,
            "max_x": 3.0,
            "min_y": -2.0,
            "max_y": 2.5,
        },
        [[[137179, -19378, -43902], [163215, -68900, 227531]], -49152.0, 49152.0],
        0,
    ),
    (
        "QuantizedAdd",
        {
            "y": ("quint8", [36, 87, 70]),
            "Toutput": "qint32",
            "x": ("quint8", [[172, 47, 117], [192, 67, 251]]),
            "min_x": -1.0,
            "max_x": 3.0,
            "min_y": -2.0,
            "max_y": 2.5,
        },
        [[[14590, -31714, 3129], [28290, -18014, 94919]], -49152.0, 49152.0],
        0,
    ),
    (
        "QuantizedMul",
        {
            "y": ("quint8", [[88, 140, 58], [193, 230, 39]]),
            "Toutput": "qint32",
            "x": ("quint8", [[172, 47, 117], [192, 67, 251]]),
            "min_x": -1.0,
            "max_x": 3.0,
            "min_y": -2.0,
            "max_y": 2.5,
        },
        [[[-2700, -459, -2915], [10240, 351, -13838]], -594459.1875, 594459.1875],
        0,
    ),
    (
        "QuantizedMul",
        {
            "y": ("quint8", [87, 174, 88]),
            "Toutput": "qint32",
            "x": ("quint8", [[172, 47, 117], [192, 67, 251]]),
            "min_x": -1.0,
            "max_x": 3.0,
            "min_y": -2.0,
            "max_y": 2.5,
        },
        [[[-2808, -1037, -1325], [-3328, 183, -4675]], -594459.1875, 594459.1875],
        0,
    ),
    (
        "QuantizedMatMul",
        {
            "a": ("quint8", [[82, 99, 216], [177, 243, 29]]),
            "b": (
                "quint8",
                [[147, 147, 142, 167], [32, 193, 9, 185], [127, 32, 31, 202]],
            ),
            "min_a": -1.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 3.0,
            "transpose_a": False,
            "transpose_b": False,
            "Toutput": "qint32",
        },
        [
            [[-1532, -11723, -14415, 10375], [-13364, 17394, -12082, 8450]],
            -594459.1875,
            594459.1875,
        ],
        0,
    ),
    (
        "QuantizedMatMul",
        {
            "a": ("quint8", [[244, 151], [163, 254], [203, 114]]),
            "b": (
                "quint8",
                [[183, 28, 34], [128, 128, 164], [53, 133, 38], [232, 244, 17]],
            ),
            "min_a": -1.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 3.0,
            "transpose_a": True,
            "transpose_b": True,
            "Toutput": "qint32",
        },
        [
            [[-10147, 4248, -22155, 12486], [-15996, 1044, -6715, 23249]],
            -594459.1875,
            594459.1875,
        ],
        0,
    ),
    (
        "QuantizedRelu",
        {
            "features": (
                "quint8",
                [[123, 197, 109, 73], [100, 182, 77, 149], [251, 159, 81, 35]],
            ),
            "min_features": -3.0,
            "max_features": 9.0,
            "out_type": "quint8",
        },
        [[[123, 197, 109, 73], [100, 182, 77, 149], [251, 159, 81, 64]], -3.0, 9.0],
        0,
    ),
    (
        "QuantizedRelu6",
        {
            "features": (
                "quint8",
                [[237, 243, 250, 136], [254, 25, 21, 173], [229, 214, 144, 153]],
            ),
            "min_features": -3.0,
            "max_features": 9.0,
            "out_type": "quint8",
        },
        [[[192, 192, 192, 136], [192, 64, 64, 173], [192, 192, 144, 153]], -3.0, 9.0],
        0,
    ),
    (
        "QuantizedRelu",
        {
            "features": (
                "qint32",
                [
                    [-98663, 67387, -86343, 36317],
                    [-72658, -96078, -98779, -53222],
                    [32996, 87409, -91099, 72479],
                ],
            ),
            "min_features": -3.0,
            "max_features": 9.0,
            "out_type": "qint32",
        },
        [
            [
                [-98663, 67387, -86343, 36317],
                [-72658, -96078, -98779, -53222],
                [32996, 87409, -91099, 72479],
            ],
            -3.0,
            9.0,
        ],
        0,
    ),
    (
        "QuantizedRelu6",
        {
            "features": (
                "qint32",
                [
                    [-50498, 51171, -5467, -62972],
                    [22426, 7697, 34583, -23560],
                    [97281, 65778, 76590, 56401],
                ],
            ),
            "min_features": -3.0,
            "max_features": 9.0,
            "out_type": "qint32",
        },
        [
            [
                [-50498, 51171, -5467, -62972],
                [22426, 7697, 34583, -23560],
                [97281, 65778, 76590, 56401],
            ],
            -3.0,
            9.0,
        ],
        0,
    ),
    (
        "QuantizedBiasAdd",
        {
            "input": ("quint8", [[118, 147, 239], [22, 109, 139]]),
            "bias": ("quint8", [11, 161, 135]),
            "min_input": -1.0,
            "max_input": 2.0,
            "min_bias": -2.0,
            "max_bias": 5.0,
            "out_type": "qint32",
        },
        [[[-4305, 10306, 11514], [-8006, 8841, 7659]], -655360.0, 655360.0],
        0,
    ),
    (
        "QuantizedBiasAdd",
        {
            "input": ("qint8", [[-9, -102, -80], [71, 111, 54]]),
            "bias": ("qint8", [-32, -28, -46]),
            "min_input": -1.0,
            "max_input": 2.0,
            "min_bias": -2.0,
            "max_bias": 5.0,
            "out_type": "qint32",
        },
        [[[3380, 155, -616], [6464, 8366, 4549]], -655360.0, 655360.0],
        0,
    ),
]


@pytest.mark.covers(
    "QuantizedAdd",
    "QuantizedMul",
    "QuantizedMatMul",
    "QuantizedRelu",
    "QuantizedRelu6",
    "QuantizedBiasAdd",
)
def test_results_are_those_of_tensorflow() -> None:
    for name, arguments, wanted, apart in RECORDED:
        check_recorded(name, arguments, wanted, apart)


def test_other_types_have_no_kernel() -> None:
    ends = {"min_x": -1.0, "max_x": 1.0, "min_y": -1.0, "max_y": 1.0}
    whole = quantized("qint8", [1])
    with pytest.raises(errors.NotFoundError, match="quint8"):
        tf.raw_ops.QuantizedAdd(x=whole, y=whole, Toutput=tf.qint32, **ends)


def test_empty_ranges_are_refused() -> None:
    ends = {"min_x": -1.0, "max_x": -1.0, "min_y": -1.0, "max_y": 1.0}
    whole = quantized("quint8", [1])
    with pytest.raises(errors.InvalidArgumentError, match="larger"):
        tf.raw_ops.QuantizedMul(x=whole, y=whole, Toutput=tf.qint32, **ends)
