"""Products of quantized matrices with a bias."""

from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.quantized_tensors import check_recorded, quantized

RECORDED: list[Any] = [
    (
        "QuantizedMatMulWithBias",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "Toutput": "qint32",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [
            [[27192, 28575, 33079, -241347], [29810, 28398, 32866, -239938]],
            -364710.875,
            364710.875,
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndRequantize",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "min_freezed_output": -3.0,
            "max_freezed_output": 9.0,
            "Toutput": "quint8",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [[[143, 150, 174, 0], [156, 149, 173, 0]], -3.0, 9.0],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndReluAndRequantize",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "min_freezed_output": 0.0,
            "max_freezed_output": 20.0,
            "Toutput": "quint8",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [[[64, 68, 78, 0], [70, 67, 78, 0]], 0.0, 20.0],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndDequantize",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "min_freezed_output": 0.0,
            "max_freezed_output": 9.0,
            "Toutput": "float32",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [
            [
                [
                    5.037980556488037,
                    5.2941179275512695,
                    6.128670692443848,
                    -44.71459197998047,
                ],
                [
                    5.523020267486572,
                    5.261324882507324,
                    6.089208126068115,
                    -44.45354461669922,
                ],
            ]
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBias",
        {
            "bias": ("qint32", [100, -2000, 4, 5]),
            "Toutput": "qint32",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [
            [[21895, 15780, 16891, -25442], [24513, 15603, 16678, -24033]],
            -364710.875,
            364710.875,
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndRequantize",
        {
            "bias": ("qint32", [100, -2000, 4, 5]),
            "min_freezed_output": -3.0,
            "max_freezed_output": 9.0,
            "Toutput": "quint8",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [[[115, 83, 89, 0], [129, 82, 88, 0]], -3.0, 9.0],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndReluAndRequantize",
        {
            "bias": ("qint32", [100, -2000, 4, 5]),
            "min_freezed_output": 0.0,
            "max_freezed_output": 20.0,
            "Toutput": "quint8",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [[[52, 37, 40, 0], [58, 37, 39, 0]], 0.0, 20.0],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndDequantize",
        {
            "bias": ("qint32", [100, -2000, 4, 5]),
            "min_freezed_output": 0.0,
            "max_freezed_output": 9.0,
            "Toutput": "float32",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [
            [
                [
                    4.056507587432861,
                    2.9235758781433105,
                    3.1294119358062744,
                    -4.7136640548706055,
                ],
                [
                    4.5415472984313965,
                    2.8907828330993652,
                    3.089949131011963,
                    -4.452617168426514,
                ],
            ]
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndRelu",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "Toutput": "qint32",
            "a": ("quint8", [[37, 235, 140], [72, 255, 137]]),
            "b": ("qint8", [[75, 5, -49, 64], [16, 1, 76, -57], [109, 124, 6, -103]]),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [[[27192, 28575, 33079, 0], [29810, 28398, 32866, 0]], -364710.875, 364710.875],
        0,
    ),
    (
        "QuantizedMatMulWithBias",
        {
            "bias": ("qint32", [100, -2000, 4, 5]),
            "Toutput": "qint32",
            "a": ("quint8", [[178, 20, 254], [101, 146, 212]]),
            "b": (
                "qint8",
                [[11, 124, 106, 28], [29, 14, -78, -60], [87, 87, 105, 113]],
            ),
            "min_a": -1.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "MIN_FIRST",
        },
        [
            [[24736, 42450, 43982, 32491], [23889, 31012, 21582, 18029]],
            -547066.25,
            547066.25,
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBias",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "Toutput": "qint32",
            "a": ("quint8", [[247, 222, 96], [86, 141, 233]]),
            "b": (
                "qint8",
                [[9, -121, -65, -67], [-106, -71, -127, 0], [-68, 81, -120, 88]],
            ),
            "min_a": 0.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "SCALED",
        },
        [
            [[-22439, -27078, -39576, -224001], [-24618, 9251, -35264, -201158]],
            -364710.875,
            364710.875,
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndDequantize",
        {
            "bias": [1.0, 2.0, 3.0, -40.0],
            "min_freezed_output": 0.0,
            "max_freezed_output": 9.0,
            "Toutput": "float32",
            "a": ("quint8", [[141, 115, 175], [234, 121, 200]]),
            "b": (
                "qint8",
                [[-98, -57, 3, 70], [21, -79, -71, -125], [68, -104, 113, -85]],
            ),
            "min_a": -1.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "SCALED",
        },
        [
            [
                [
                    1.0920796394348145,
                    -4.5441412925720215,
                    5.229365348815918,
                    -43.590553283691406,
                ],
                [
                    -0.2581751346588135,
                    -6.095785140991211,
                    5.725521087646484,
                    -42.917091369628906,
                ],
            ]
        ],
        0,
    ),
    (
        "QuantizedMatMulWithBiasAndDequantize",
        {
            "bias": ("qint32", [100, -2000, 4, 5]),
            "min_freezed_output": 0.0,
            "max_freezed_output": 9.0,
            "Toutput": "float32",
            "a": ("quint8", [[141, 115, 175], [234, 121, 200]]),
            "b": (
                "qint8",
                [[-98, -57, 3, 70], [21, -79, -71, -125], [68, -104, 113, -85]],
            ),
            "min_a": -1.0,
            "max_a": 2.0,
            "min_b": -3.0,
            "max_b": 2.5,
            "input_quant_mode": "SCALED",
        },
        [
            [
                [
                    0.11060676723718643,
                    -6.9146833419799805,
                    2.2301065921783447,
                    -3.589625120162964,
                ],
                [
                    -1.2396479845046997,
                    -8.466326713562012,
                    2.726262331008911,
                    -2.9161651134490967,
                ],
            ]
        ],
        0,
    ),
]


@pytest.mark.covers(
    "QuantizedMatMulWithBias",
    "QuantizedMatMulWithBiasAndRequantize",
    "QuantizedMatMulWithBiasAndReluAndRequantize",
    "QuantizedMatMulWithBiasAndDequantize",
    "QuantizedMatMulWithBiasAndRelu",
)
def test_results_are_those_of_tensorflow() -> None:
    for name, arguments, wanted, apart in RECORDED:
        check_recorded(name, arguments, wanted, apart)


def test_a_bias_of_another_size_is_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="bias must have 2"):
        tf.raw_ops.QuantizedMatMulWithBias(
            a=quantized("quint8", [[1]]),
            b=quantized("qint8", [[1, 2]]),
            bias=tf.ones([3]),
            min_a=0.0,
            max_a=1.0,
            min_b=-1.0,
            max_b=1.0,
        )
