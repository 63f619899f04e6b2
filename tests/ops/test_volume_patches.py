"""Patches of volumes."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample(
        "ExtractVolumePatches",
        [wave(1, 3, 3, 2, 2)],
        {"ksizes": (1, 2, 2, 1, 1), "strides": (1, 1, 2, 1, 1), "padding": "VALID"},
    ),
    Sample(
        "ExtractVolumePatches",
        [wave(1, 3, 2, 3, 1)],
        {"ksizes": (1, 2, 2, 2, 1), "strides": (1, 2, 1, 1, 1), "padding": "SAME"},
        dtypes="float32 float64 int32",
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.attrs["padding"])
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_order_of_the_elements_of_a_patch():
    x = np.arange(16.0).reshape(1, 2, 2, 2, 2)
    size = [1, 2, 2, 2, 1]
    found = tf.extract_volume_patches(x, size, size, "VALID")
    np.testing.assert_array_equal(found.numpy().ravel(), np.arange(16))


def test_wrong_sizes():
    with pytest.raises(tf.errors.InvalidArgumentError, match="ksizes"):
        tf.extract_volume_patches(np.zeros((1, 2, 2, 2, 1)), [2] * 5, [1] * 5, "SAME")
    with pytest.raises(tf.errors.InvalidArgumentError, match="5-dim"):
        tf.extract_volume_patches(np.zeros((2, 2)), [1] * 5, [1] * 5, "SAME")
