"""Other dims for the same elements."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample("BroadcastTo", [wave(3, 1), [2, 3, 4]]),
    Sample("ConcatOffset", [1, [[2, 3], [2, 5]]], expected=[0, 0], static=(0, 1, 2)),
    Sample("ConcatV2", [[wave(2, 3), wave(2, 1)], -1]),
    Sample("ExpandDims", [wave(2, 3), -2]),
    Sample("Pack", [[wave(2, 3), -wave(2, 3)]], {"axis": 1}),
    Sample("Rank", [wave(2, 3)], expected=2),
    Sample("Reshape", [wave(2, 3), [3, -1]], expected=wave(3, 2)),
    Sample("Shape", [wave(2, 3)], expected=[2, 3]),
    Sample("ShapeN", [[wave(2, 3), wave(4, 1)]], expected=[2, 3]),
    Sample("Size", [wave(2, 3)], expected=6),
    Sample("Squeeze", [wave(1, 2, 1, 3)], expected=wave(2, 3)),
    Sample("Squeeze", [wave(1, 2, 1)], {"squeeze_dims": [-1]}, expected=wave(1, 2)),
    Sample("Tile", [wave(2, 3), [2, 1]], expected=np.tile(wave(2, 3), (2, 1))),
    Sample("Transpose", [wave(2, 3, 4), [2, 0, 1]]),
    Sample("Unpack", [wave(2, 3)], {"axis": 1, "num": 3}, expected=wave(2, 3)[:, 0]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
