"""Dot products and convolutions of uniformly quantized numbers."""

from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.quantized_tensors import check_recorded, quantized

RECORDED: list[Any] = [
    (
        "UniformQuantizedDot",
        {
            "lhs": ("qint8", [[59, -55, 107], [-50, 94, -18]]),
            "rhs": (
                "qint8",
                [[-33, -96, -9, -112], [21, 43, -70, 98], [-107, 106, 49, 63]],
            ),
            "lhs_scales": 0.1,
            "lhs_zero_points": 3,
            "rhs_scales": 0.2,
            "rhs_zero_points": -4,
            "output_scales": 0.02,
            "output_zero_points": 5,
            "Tout": "qint32",
            "lhs_quantization_min_val": -128,
            "lhs_quantization_max_val": 127,
            "lhs_quantization_axis": -1,
            "rhs_quantization_min_val": -128,
            "rhs_quantization_max_val": 127,
            "rhs_quantization_axis": -1,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": -1,
        },
        [[[-13781, 3567, 9065, -4991], [5980, 6848, -6849, 13604]]],
        0,
    ),
    (
        "UniformQuantizedDot",
        {
            "lhs": ("qint8", [[83, 125, -36], [-77, -31, -120]]),
            "rhs": (
                "qint8",
                [[-21, -42, -40, -17], [11, -127, 43, 69], [-69, -65, 7, -48]],
            ),
            "lhs_scales": 0.1,
            "lhs_zero_points": 3,
            "rhs_scales": [0.1, 0.2, 0.3, 0.4],
            "rhs_zero_points": [0, 1, 2, -4],
            "output_scales": 0.05,
            "output_zero_points": 5,
            "Tout": "qint32",
            "lhs_quantization_min_val": -128,
            "lhs_quantization_max_val": 127,
            "lhs_quantization_axis": -1,
            "rhs_quantization_min_val": -128,
            "rhs_quantization_max_val": 127,
            "rhs_quantization_axis": 1,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": -1,
        },
        [[[476, -6588, 873, 7671], [1964, 6369, 816, 3181]]],
        0,
    ),
    (
        "UniformQuantizedDot",
        {
            "lhs": ("qint8", [[-23, -36, 79], [-6, 17, 37]]),
            "rhs": (
                "qint8",
                [[-71, 31, -94, 80], [-86, -80, -92, -106], [-109, -33, 17, -83]],
            ),
            "lhs_scales": 0.1,
            "lhs_zero_points": 3,
            "rhs_scales": [0.1, 0.2, 0.3, 0.4],
            "rhs_zero_points": [0, 1, 2, -4],
            "output_scales": [0.05, 0.1, 0.2, 0.3],
            "output_zero_points": [5, 0, 1, 2],
            "Tout": "qint32",
            "lhs_quantization_min_val": -128,
            "lhs_quantization_max_val": 127,
            "lhs_quantization_axis": -1,
            "rhs_quantization_min_val": -128,
            "rhs_quantization_max_val": 127,
            "rhs_quantization_axis": 1,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": 1,
        },
        [[[-612, -41, 1096, -559], [-849, -512, 10, -647]]],
        0,
    ),
    (
        "UniformQuantizedDotHybrid",
        {
            "lhs": [
                [-2.0837893, -0.28133413, -10.680981],
                [8.201354, -8.967178, -4.208737],
            ],
            "rhs": (
                "qint8",
                [[-11, -79, -77, -13], [27, 67, -49, 2], [-106, -123, 5, 82]],
            ),
            "rhs_scales": 0.2,
            "rhs_zero_points": -4,
            "Tout": "float32",
            "rhs_quantization_min_val": -128,
            "rhs_quantization_max_val": 127,
            "rhs_quantization_axis": -1,
        },
        [
            [
                [
                    219.0061798095703,
                    281.45849609375,
                    13.989990234375,
                    -180.2949676513672,
                ],
                [
                    19.511533737182617,
                    -149.4133758544922,
                    -46.96772384643555,
                    -98.48678588867188,
                ],
            ]
        ],
        0,
    ),
    (
        "UniformQuantizedDotHybrid",
        {
            "lhs": [
                [-2.0837893, -0.28133413, -10.680981],
                [8.201354, -8.967178, -4.208737],
            ],
            "rhs": (
                "qint8",
                [[-27, -35, 12, 92], [6, -15, -84, -123], [16, 69, -76, -8]],
            ),
            "rhs_scales": [0.1, 0.2, 0.3, 0.4],
            "rhs_zero_points": [0, 1, 2, -4],
            "Tout": "float32",
            "rhs_quantization_min_val": -128,
            "rhs_quantization_max_val": 127,
            "rhs_quantization_axis": 1,
        },
        [
            [
                [
                    -11.610854148864746,
                    -129.2440643310547,
                    251.21669006347656,
                    -49.37545394897461,
                ],
                [
                    -34.337066650390625,
                    -88.17220306396484,
                    354.924072265625,
                    748.4403686523438,
                ],
            ]
        ],
        0,
    ),
    (
        "UniformQuantizedConvolution",
        {
            "lhs": (
                "qint8",
                [
                    [
                        [
                            [73, 59, 0, -120],
                            [-16, 10, -120, 101],
                            [-29, 117, -24, 46],
                            [-93, 78, 79, -74],
                            [-79, -20, -122, 97],
                        ],
                        [
                            [-30, -33, -79, 29],
                            [34, 54, -10, 59],
                            [-31, -29, -115, -6],
                            [12, -81, -45, 109],
                            [58, 44, 124, 66],
                        ],
                    ],
                    [
                        [
                            [31, -93, -78, 124],
                            [-38, 10, 91, 126],
                            [42, -85, 35, -86],
                            [-125, -35, 64, 108],
                            [5, 10, -117, -34],
                        ],
                        [
                            [-22, -47, 82, 65],
                            [-1, -42, 34, 14],
                            [110, 113, 108, 99],
                            [110, -17, 86, -99],
                            [19, 41, -64, -34],
                        ],
                    ],
                ],
            ),
            "rhs": (
                "qint8",
                [
                    [
                        [[100, -30, 11], [-9, -107, -107]],
                        [[-101, -4, 83], [73, -111, 40]],
                    ],
                    [
                        [[-49, 111, -118], [49, 68, 102]],
                        [[-115, -98, 82], [6, 87, -107]],
                    ],
                    [[[90, -48, 17], [-1, 37, -58]], [[-71, -2, -99], [47, 56, 120]]],
                ],
            ),
            "lhs_scales": 0.1,
            "lhs_zero_points": 3,
            "rhs_scales": 0.2,
            "rhs_zero_points": -4,
            "output_scales": 0.02,
            "output_zero_points": 5,
            "Tout": "qint32",
            "padding": "SAME",
            "lhs_quantization_min_val": -128,
            "lhs_quantization_max_val": 127,
            "lhs_quantization_axis": -1,
            "rhs_quantization_min_val": -128,
            "rhs_quantization_max_val": 127,
            "rhs_quantization_axis": -1,
            "output_quantization_min_val": -2147483648,
            "output_quantization_max_val": 2147483647,
            "output_quantization_axis": -1,
            "window_strides": [2, 1],
        },
        [
            [
                [
                    [
                        [-3944, 10252, 20138, -5627],
                        [-2733, -21164, 18589, 38],
                        [5359, -4608, 3777, -27176],
                    ],
                    [
                        [-1381, -3619, 20564, -1844],
                        [-5718, 20025, -14103, 27759],
                        [-8447, 15747, -34558, -2913],
                    ],
                    [
                        [8482, 23888, 1047, 17027],
                        [-11083, -7012, 29054, 4446],
                        [-655, -24414, -3173, -23862],
                    ],
                ],
                [
                    [
                        [-4563, 9787, -23880, -31127],
                        [12010, 17887, -45449, 1647],
                        [3364, -9150, -3607, -5014],
                    ],
                    [
                        [14280, 11539, 5655, 17799],
                        [12477, -41058, 35334, -30008],
                        [1201, 3290, -10994, 12065],
                    ],
                    [
                        [-6422, -4418, -7380, -10554],
                        [-13051, 604, -39795, 2687],
                        [-3514, 2734, 6001, -5232],
                    ],
                ],
            ]
        ],
        0,
    ),
]


@pytest.mark.covers(
    "UniformQuantizedDot",
    "UniformQuantizedDotHybrid",
    "UniformQuantizedConvolution",
)
def test_results_are_those_of_tensorflow() -> None:
    for name, arguments, wanted, apart in RECORDED:
        check_recorded(name, arguments, wanted, apart)


def test_shapes_have_to_fit() -> None:
    ends = {"rhs_quantization_min_val": -128, "rhs_quantization_max_val": 127}
    with pytest.raises(errors.InvalidArgumentError, match="2 columns, rhs 1"):
        tf.raw_ops.UniformQuantizedDotHybrid(
            lhs=tf.ones([1, 2]),
            rhs=quantized("qint8", [[1, 2]]),
            rhs_scales=0.1,
            rhs_zero_points=0,
            Tout=tf.float32,
            **ends,
        )
