"""Histograms, confusion matrices, the share of zeros."""

import numpy as np
import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import counting
from tests.ops.driver import Sample, check

NOTHING = np.zeros(0, np.int32)
SAMPLES = [
    Sample("DenseBincount", [[1, 1, 3], 4, NOTHING], expected=[0, 2, 0, 1]),
    Sample("DenseBincount", [[[1, 1], [0, 3]], 2, NOTHING], expected=[[0, 2], [1, 0]]),
    Sample("Bincount", [[1, 1, 3], 4, [0.5, 1.0, 2.0]], expected=[0.0, 1.5, 0.0, 2.0]),
    Sample("HistogramFixedWidth", [[0.5, 9.0], [0.0, 4.0], 2], expected=[1, 1]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_classes_have_to_be_in_range() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="labels"):
        counting.confusion_matrix([0, 5], [0, 1], num_classes=2)
