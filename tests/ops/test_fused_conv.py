"""Convolutions that resize and pad first."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check, wave

_PADS = np.int32([[0, 0], [1, 1], [2, 0], [0, 0]])
_HOW = {"mode": "REFLECT", "strides": [1, 1, 1, 1], "padding": "VALID"}

SAMPLES = [
    Sample(
        "FusedPadConv2D",
        [wave(1, 3, 3, 2), _PADS, wave(2, 2, 2, 3)],
        attrs=_HOW,
        dtypes="float32 float64",
        static=(1,),
    ),
    Sample(
        "FusedResizeAndPadConv2D",
        [wave(1, 3, 3, 2), np.int32([4, 5]), _PADS, wave(2, 2, 2, 3)],
        attrs=_HOW,
        dtypes="float32 float64",
        static=(1, 2),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_it_is_what_its_parts_are() -> None:
    images, kernel = (
        tf.constant(wave(*d), tf.float32) for d in ((1, 3, 3, 2), (2,) * 4)
    )
    sized = tf.compat.v1.image.resize_bilinear(images, [4, 5], align_corners=True)
    wanted = tf.nn.conv2d(tf.pad(sized, _PADS, "SYMMETRIC"), kernel, 2, "SAME")
    found = tf.raw_ops.FusedResizeAndPadConv2D(
        input=images,
        size=[4, 5],
        paddings=_PADS,
        filter=kernel,
        mode="SYMMETRIC",
        strides=[1, 2, 2, 1],
        padding="SAME",
        resize_align_corners=True,
    )
    np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_channels_are_not_padded() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="only rows and columns"):
        tf.raw_ops.FusedPadConv2D(
            input=tf.ones([1, 3, 3, 2]),
            paddings=[[0, 0], [0, 0], [0, 0], [1, 0]],
            filter=tf.ones([2, 2, 3, 1]),
            **_HOW,
        )
