"""Clipping."""

import numpy as np
import pytest

from tensorbrook._src.ops import clip
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("ClipByValue", [[-1.3, 0.4, 2.6], -1.0, 1.0], dtypes="float32 float64"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_global_norm_that_is_not_finite_spoils_the_result() -> None:
    clipped, norm = clip.clip_by_global_norm([[1.0, np.inf]], 1.0)
    assert np.isinf(norm)
    assert np.isnan(clipped[0]).all()


def test_clip_by_norm_leaves_short_vectors_alone() -> None:
    np.testing.assert_allclose(clip.clip_by_norm([0.3, 0.4], 1.0), [0.3, 0.4])
