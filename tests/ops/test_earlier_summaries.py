"""Summaries that newer records have replaced."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core.op import find
from tensorbrook._src.eager.kernels import execute

raw = tf.raw_ops


@pytest.mark.covers("TensorSummary")
def test_tensors():
    made = raw.TensorSummary(tensor=[1.0, 2.0], description="d", labels=["l"])
    wanted = b'\n#:\rTensorSummaryB\x12\x08\x01\x12\x04\x12\x02\x08\x02"\x08'
    assert made.numpy() == wanted + b"\x00\x00\x80?\x00\x00\x00@"


@pytest.mark.covers("AudioSummary")
def test_sounds():
    with pytest.raises(tf.errors.UnimplementedError, match="AudioSummaryV2"):
        raw.AudioSummary(tag="a", tensor=[[0.1]], sample_rate=8000.0)
    inputs = [tf.constant("a"), tf.constant([[0.1, 0.5]])]
    attrs = {"sample_rate": 8000.0, "max_outputs": 1}
    (made,) = execute(find("AudioSummary"), inputs, attrs)
    newer = raw.AudioSummaryV2(
        tag="a", tensor=[[0.1, 0.5]], sample_rate=8000.0, max_outputs=1
    )
    assert made.numpy() == newer.numpy()
