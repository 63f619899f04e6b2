"""Nearest centers and first centers, with TensorFlow's own numbers."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check

_POINTS = np.float32([[0, 0], [1, 0], [0, 2], [5, 5], [6, 5], [5, 7], [-3, 1]])
_CENTERS = np.float32([[0, 0], [5, 5], [1, 0.5]])

SAMPLES = [
    Sample(
        "NearestNeighbors",
        [_POINTS, _CENTERS, np.int64(2)],
        expected=[[0, 2], [2, 0], [2, 0], [1, 2], [1, 2], [1, 2], [0, 2]],
        static=(2,),
    ),
    Sample(
        "KmeansPlusPlusInitialization",
        [_POINTS, np.int64(3), np.int64(5), np.int64(2)],
        expected=_POINTS[[2, 3, 6]],
    ),
    Sample(
        "KMC2ChainInitialization",
        [np.float32([5, 0.1, 0.1, 0.1, 9, 0.2]), np.int64(1)],
        expected=4,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("count", "seed", "retries", "chosen"),
    [
        (2, 1, 0, [6, 5]),
        (3, 5, 0, [3, 6, 1]),
        (7, 3, 1, [1, 4, 6, 2, 5, 3, 0]),
        (3, 0, -1, [1, 3, 6]),
    ],
)
def test_first_centers_follow_the_seed(
    count: int, seed: int, retries: int, chosen: list[int]
) -> None:
    found = tf.raw_ops.KmeansPlusPlusInitialization(
        points=_POINTS,
        num_to_sample=count,
        seed=seed,
        num_retries_per_sample=retries,
    )
    np.testing.assert_array_equal(found, _POINTS[chosen])


def test_more_centers_than_points_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="9 vs 7"):
        tf.raw_ops.KmeansPlusPlusInitialization(
            points=_POINTS, num_to_sample=9, seed=1, num_retries_per_sample=0
        )
