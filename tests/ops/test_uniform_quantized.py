"""Uniformly quantized numbers."""

from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.quantized_tensors import check_recorded, quantized

RECORDED: list[Any] = [
    (
        "UniformQuantize",
        {
            "input": [
                [-2.0837893, -0.28133413, -10.680981],
                [8.201354, -8.967178, -4.208737],
            ],
            "scales": 0.1,
            "zero_points": 3,
            "Tout": "qint8",
            "quantization_min_val": -128,
            "quantization_max_val": 127,
        },
        [[[-18, 0, -104], [85, -87, -39]]],
        0,
    ),
    (
        "UniformQuantize",
        {
            "input": [
                [-2.0837893, -0.28133413, -10.680981],
                [8.201354, -8.967178, -4.208737],
            ],
            "scales": [0.1, 0.2, 0.5],
            "zero_points": [3, 0, -4],
            "Tout": "qint8",
            "quantization_axis": 1,
            "quantization_min_val": -128,
            "quantization_max_val": 127,
        },
        [[[-18, -1, -25], [85, -45, -12]]],
        0,
    ),
    (
        "UniformQuantize",
        {
            "input": [
                [-2.0837893, -0.28133413, -10.680981],
                [8.201354, -8.967178, -4.208737],
            ],
            "scales": [0.1, 0.2, 0.5],
            "zero_points": [3, 0, -4],
            "Tout": "qint32",
            "quantization_axis": 1,
            "quantization_min_val": -2147483648,
            "quantization_max_val": 2147483647,
        },
        [[[-18, -1, -25], [85, -45, -12]]],
        0,
    ),
    (
        "UniformQuantize",
        {
            "input": [0.5, 1.5, 2.5, -0.5, -1.5],
            "scales": 1.0,
            "zero_points": 0,
            "Tout": "qint8",
            "quantization_min_val": -128,
            "quantization_max_val": 127,
        },
        [[1, 2, 3, 0, -1]],
        0,
    ),
    (
        "UniformDequantize",
        {
            "input": ("qint8", [[-33, -53, 85], [-81, -65, -97]]),
            "scales": 0.1,
            "zero_points": 3,
            "Tout": "float32",
            "quantization_min_val": -128,
            "quantization_max_val": 127,
        },
        [
            [
                [-3.6000001430511475, -5.599999904632568, 8.199999809265137],
                [-8.40000057220459, -6.800000190734863, -10.0],
            ]
        ],
        0,
    ),
    (
        "UniformDequantize",
        {
            "input": ("qint8", [[90, 20, -4], [-12, -91, 39]]),
            "scales": [0.1, 0.2],
            "zero_points": [3, -4],
            "Tout": "float32",
            "quantization_axis": 0,
            "quantization_min_val": -128,
            "quantization_max_val": 127,
        },
        [
            [
                [8.699999809265137, 1.7000000476837158, -0.699999988079071],
                [-1.600000023841858, -17.399999618530273, 8.600000381469727],
            ]
        ],
        0,
    ),
    (
        "UniformDequantize",
        {
            "input": ("quint8", [[195, 102, 4], [170, 107, 51]]),
            "scales": 0.1,
            "zero_points": 3,
            "Tout": "float32",
            "quantization_min_val": 0,
            "quantization_max_val": 255,
        },
        [
            [
                [19.200000762939453, 9.90000057220459, 0.10000000149011612],
                [16.700000762939453, 10.40000057220459, 4.800000190734863],
            ]
        ],
        0,
    ),
    (
        "UniformRequantize",
        {
            "input": ("qint8", [[-61, -59, -40], [68, -82, 70]]),
            "input_scales": 0.1,
            "input_zero_points": 3,
            "output_scales": 0.3,
            "output_zero_points": -2,
            "Tout": "qint8",
            "input_quantization_min_val": -128,
            "input_quantization_max_val": 127,
            "input_quantization_axis": -1,
            "output_quantization_min_val": -128,
            "output_quantization_max_val": 127,
            "output_quantization_axis": -1,
        },
        [[[-23, -23, -16], [20, -30, 20]]],
        0,
    ),
    (
        "UniformRequantize",
        {
            "input": ("qint8", [[-33, 83, -7], [-97, 66, -48]]),
            "input_scales": [0.1, 0.2, 0.3],
            "input_zero_points": [1, 2, 3],
            "output_scales": 0.4,
            "output_zero_points": 5,
            "Tout": "qint8",
            "input_quantization_min_val": -128,
            "input_quantization_max_val": 127,
            "input_quantization_axis": 1,
            "output_quantization_min_val": -128,
            "output_quantization_max_val": 127,
            "output_quantization_axis": -1,
        },
        [[[-3, 46, -3], [-19, 37, -33]]],
        0,
    ),
    (
        "UniformRequantize",
        {
            "input": ("qint8", [[-76, 110, 76], [-78, 4, 90]]),
            "input_scales": 0.5,
            "input_zero_points": 4,
            "output_scales": [0.1, 0.2, 0.3],
            "output_zero_points": [1, 2, 3],
            "Tout": "qint8",
            "input_quantization_min_val": -128,
            "input_quantization_max_val": 127,
            "input_quantization_axis": -1,
            "output_quantization_min_val": -128,
            "output_quantization_max_val": 127,
            "output_quantization_axis": 1,
        },
        [[[-128, 127, 123], [-128, 2, 127]]],
        0,
    ),
    (
        "UniformRequantize",
        {
            "input": ("qint8", [[-65, 79, -79], [-89, 127, 46]]),
            "input_scales": [0.1, 0.2, 0.3],
            "input_zero_points": [1, 2, 3],
            "output_scales": [0.4, 0.2, 0.1],
            "output_zero_points": [4, 5, 6],
            "Tout": "qint8",
            "input_quantization_min_val": -128,
            "input_quantization_max_val": 127,
            "input_quantization_axis": 1,
            "output_quantization_min_val": -128,
            "output_quantization_max_val": 127,
            "output_quantization_axis": 1,
        },
        [[[-12, 82, -128], [-18, 127, 127]]],
        0,
    ),
    (
        "UniformRequantize",
        {
            "input": ("qint32", [[-352, -566, 517], [-494, 295, 769]]),
            "input_scales": 0.1,
            "input_zero_points": 3,
            "output_scales": 0.3,
            "output_zero_points": -2,
            "Tout": "qint8",
            "input_quantization_min_val": -2147483648,
            "input_quantization_max_val": 2147483647,
            "input_quantization_axis": -1,
            "output_quantization_min_val": -128,
            "output_quantization_max_val": 127,
            "output_quantization_axis": -1,
        },
        [[[-120, -128, 127], [-128, 95, 127]]],
        0,
    ),
    (
        "UniformQuantizedAdd",
        {
            "lhs": ("qint32", [[744, -576, 350], [-286, 957, 83]]),
            "rhs": ("qint32", [[-215, -345, -330], [-539, 50, 831]]),
            "lhs_scales": 0.1,
            "lhs_zero_points": 3,
            "rhs_scales": 0.2,
            "rhs_zero_points": -4,
            "output_scales": 0.3,
            "output_zero_points": 5,
            "lhs_quantization_min_val": -2147483648,
            "lhs_quantization_max_val": 2147483647,
            "lhs_quantization_axis": -1,
            "rhs_quantization_min_val": -2147483648,
            "rhs_quantization_max_val": 2147483647,
            "rhs_quantization_axis": -1,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": -1,
        },
        [[[111, -415, -96], [-448, 359, 589]]],
        0,
    ),
    (
        "UniformQuantizedAdd",
        {
            "lhs": ("qint32", [[855, -249, 172], [11, -594, -813]]),
            "rhs": ("qint32", [-311, -132, -238]),
            "lhs_scales": 0.1,
            "lhs_zero_points": 3,
            "rhs_scales": 0.2,
            "rhs_zero_points": -4,
            "output_scales": 0.3,
            "output_zero_points": 5,
            "lhs_quantization_min_val": -2147483648,
            "lhs_quantization_max_val": 2147483647,
            "lhs_quantization_axis": -1,
            "rhs_quantization_min_val": -2147483648,
            "rhs_quantization_max_val": 2147483647,
            "rhs_quantization_axis": -1,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": -1,
        },
        [[[84, -164, -95], [-197, -279, -423]]],
        0,
    ),
    (
        "UniformQuantizedAdd",
        {
            "lhs": ("qint32", [[-396, -196, 87], [99, -378, -438]]),
            "rhs": ("qint32", [225, -353, 457]),
            "lhs_scales": [0.1, 0.2, 0.3],
            "lhs_zero_points": [3, 0, 1],
            "rhs_scales": [0.1, 0.2, 0.3],
            "rhs_zero_points": [3, 1, 2],
            "output_scales": [0.1, 0.2, 0.3],
            "output_zero_points": [5, 6, 7],
            "lhs_quantization_min_val": -2147483648,
            "lhs_quantization_max_val": 2147483647,
            "lhs_quantization_axis": 1,
            "rhs_quantization_min_val": -2147483648,
            "rhs_quantization_max_val": 2147483647,
            "rhs_quantization_axis": 0,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": 1,
        },
        [[[-172, -544, 548], [323, -726, 23]]],
        0,
    ),
    (
        "UniformQuantizedClipByValue",
        {
            "operand": ("qint32", [[785, -150, 921], [231, 243, 774]]),
            "min": ("qint32", -100),
            "max": ("qint32", 200),
            "scales": 0.1,
            "zero_points": 3,
            "quantization_min_val": -2147483648,
            "quantization_max_val": 2147483647,
        },
        [[[200, -100, 200], [200, 200, 200]]],
        0,
    ),
    (
        "UniformQuantizedClipByValue",
        {
            "operand": ("qint32", [[-776, 511, -951], [-704, -636, 70]]),
            "min": ("qint32", [-100, -50, 0]),
            "max": ("qint32", [200, 100, 50]),
            "scales": [0.1, 0.2, 0.3],
            "zero_points": [3, 4, 5],
            "quantization_axis": 1,
            "quantization_min_val": -2147483648,
            "quantization_max_val": 2147483647,
        },
        [[[-100, 100, 0], [-100, -50, 50]]],
        0,
    ),
]


@pytest.mark.covers(
    "UniformQuantize",
    "UniformDequantize",
    "UniformRequantize",
    "UniformQuantizedAdd",
    "UniformQuantizedClipByValue",
)
def test_results_are_those_of_tensorflow() -> None:
    for name, arguments, wanted, apart in RECORDED:
        check_recorded(name, arguments, wanted, apart)


def test_scales_have_to_fit() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="one shape"):
        tf.raw_ops.UniformDequantize(
            input=quantized("qint8", [1, 2]),
            scales=[0.1, 0.2],
            zero_points=3,
            Tout=tf.float32,
            quantization_min_val=-128,
            quantization_max_val=127,
        )
