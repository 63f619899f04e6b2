"""Values put into their places."""

import pytest

from tests.ops.driver import Sample, check, wave

_X, _ROWS, _PLACES = wave(4, 2), -wave(2, 2), [[3], [1]]
SAMPLES = [
    Sample("DynamicPartition", [_X, [1, 0, 1, 1]], {"num_partitions": 2}),
    Sample("DynamicStitch", [[[0, 2], [1, 3]], [wave(2, 2), -wave(2, 2)]]),
    Sample("ScatterNd", [[[3], [3]], _ROWS, [4, 2]]),
    Sample("TensorScatterAdd", [_X, [[3], [3]], _ROWS]),
    Sample("TensorScatterMax", [_X, _PLACES, _ROWS]),
    Sample("TensorScatterMin", [_X, _PLACES, _ROWS]),
    Sample("TensorScatterSub", [_X, [[3], [3]], _ROWS], refused="bool string"),
    Sample("TensorScatterUpdate", [_X, _PLACES, _ROWS]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
