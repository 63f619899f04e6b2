"""Quantized numbers put together and moved to other ranges."""

from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.quantized_tensors import check_recorded, quantized

RECORDED: list[Any] = [
    (
        "QuantizedConcat",
        {
            "concat_dim": 1,
            "values": [
                ("quint8", [[250, 93], [169, 40]]),
                ("quint8", [[188, 209, 179], [40, 59, 234]]),
            ],
            "input_mins": [-1.0, -3.0],
            "input_maxes": [2.0, 1.0],
        },
        [[[252, 158, 151, 167, 143], [203, 126, 32, 47, 187]], -3.0, 2.0],
        0,
    ),
    (
        "QuantizedConcat",
        {
            "concat_dim": 0,
            "values": [("quint8", [[222, 29], [225, 94]]), ("quint8", [[238, 165]])],
            "input_mins": [1.0, 2.0],
            "input_maxes": [2.0, 3.0],
        },
        [[[159, 95], [160, 116], [249, 225]], 0.0, 3.0],
        0,
    ),
    (
        "QuantizedConcat",
        {
            "concat_dim": 0,
            "values": [("quint8", [[126, 216], [16, 99]]), ("quint8", [[167, 157]])],
            "input_mins": [-1.0, -1.0],
            "input_maxes": [3.0, 3.0],
        },
        [[[126, 216], [16, 99], [167, 157]], -1.0, 3.0],
        0,
    ),
    (
        "QuantizedReshape",
        {
            "tensor": ("quint8", [[193, 117, 59], [164, 133, 5]]),
            "shape": [3, -1],
            "input_min": -1.0,
            "input_max": 2.0,
        },
        [[[193, 117], [59, 164], [133, 5]], -1.0, 2.0],
        0,
    ),
    (
        "RequantizationRange",
        {
            "input": (
                "qint32",
                [
                    [47699, 66421, 61374, 12538],
                    [-64017, 66640, -81935, -47801],
                    [-67671, 48253, -10717, 25383],
                ],
            ),
            "input_min": -8.0,
            "input_max": 9.0,
        },
        [0.0, 0.5002637505531311],
        0,
    ),
    (
        "Requantize",
        {
            "input": (
                "qint32",
                [
                    [-62672, -88092, -9443, -3910],
                    [56772, 92544, -55887, -16425],
                    [-97578, -49067, 37509, -53330],
                ],
            ),
            "input_min": -8.0,
            "input_max": 9.0,
            "requested_output_min": -1.0,
            "requested_output_max": 2.0,
            "out_type": "quint8",
        },
        [[[127, 127, 127, 127], [128, 128, 127, 127], [127, 127, 128, 127]], -1.0, 2.0],
        0,
    ),
    (
        "QuantizeDownAndShrinkRange",
        {
            "input": (
                "qint32",
                [
                    [-50917, 32703, -14696, -76675],
                    [62460, -45310, 86239, -30498],
                    [-94404, 25039, -10256, -77925],
                ],
            ),
            "input_min": -8.0,
            "input_max": 9.0,
            "out_type": "quint8",
        },
        [
            [[255, 255, 255, 255], [255, 255, 255, 255], [255, 255, 255, 255]],
            0.0,
            0.5003413558006287,
        ],
        0,
    ),
    (
        "QuantizeDownAndShrinkRange",
        {
            "input": ("qint32", []),
            "input_min": -8.0,
            "input_max": 9.0,
            "out_type": "quint8",
        },
        [[], 0.0, -8.0],
        0,
    ),
    (
        "RequantizationRangePerChannel",
        {
            "input": ("qint32", [[[[100000000, 200000000]]]]),
            "input_min": [-8.0, -1.0],
            "input_max": [9.0, 8.0],
            "clip_value_max": 1000000.0,
        },
        [0.0, 0.7450580596923828],
        0,
    ),
    (
        "RequantizationRangePerChannel",
        {
            "input": ("qint32", [[[[100000000, 200000000]]]]),
            "input_min": [-8.0, -1.0],
            "input_max": [9.0, 8.0],
            "clip_value_max": 0.001,
        },
        [0.0, 0.0010000000474974513],
        0,
    ),
    (
        "RequantizePerChannel",
        {
            "input": (
                "qint32",
                [
                    [
                        [
                            [140514210, 283895050, -637551473, -770809617],
                            [-716909993, -681667303, -510638649, -369805581],
                        ],
                        [
                            [960805724, -616435638, 120896190, -142044370],
                            [-7796320, -560476968, -856339817, 778356919],
                        ],
                    ]
                ],
            ),
            "input_min": [-8.0, -1.0, -2.0, -3.0],
            "input_max": [9.0, 8.0, 7.0, 6.0],
            "requested_output_min": -4.0,
            "requested_output_max": 4.0,
            "out_type": "quint8",
        },
        [
            [[[[38, 67, 0, 0], [0, 0, 0, 0]], [[255, 0, 25, 0], [0, 0, 0, 139]]]],
            -4.0,
            4.0,
        ],
        0,
    ),
    (
        "RequantizePerChannel",
        {
            "input": (
                "qint32",
                [
                    [
                        [
                            [932469569, -165057679, 778886403, -825622144],
                            [-785451528, 140249853, -845826099, -805241594],
                        ],
                        [
                            [-296507340, -398850091, -936051770, 255863810],
                            [909519948, -872004133, -628248939, 645511371],
                        ],
                    ]
                ],
            ),
            "input_min": [-8.0, -1.0, -2.0, -3.0],
            "input_max": [9.0, 8.0, 7.0, 6.0],
            "requested_output_min": -4.0,
            "requested_output_max": 4.0,
            "out_type": "qint8",
        },
        [
            [
                [
                    [[124, -20, 81, -73], [-105, 17, -88, -71]],
                    [[-39, -47, -97, 23], [121, -103, -65, 57]],
                ]
            ],
            -4.0,
            4.0,
        ],
        0,
    ),
]


@pytest.mark.covers(
    "QuantizedConcat",
    "QuantizedReshape",
    "RequantizationRange",
    "Requantize",
    "QuantizeDownAndShrinkRange",
    "RequantizationRangePerChannel",
    "RequantizePerChannel",
)
def test_results_are_those_of_tensorflow() -> None:
    for name, arguments, wanted, apart in RECORDED:
        check_recorded(name, arguments, wanted, apart)


def test_ranges_need_zero() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="requested_output_min"):
        tf.raw_ops.Requantize(
            input=quantized("qint32", [1]),
            input_min=-1.0,
            input_max=1.0,
            requested_output_min=0.5,
            requested_output_max=1.0,
            out_type=tf.quint8,
        )
