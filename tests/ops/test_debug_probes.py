"""What a debugger puts behind nodes; the numbers are TensorFlow's."""

import numpy as np
import pytest

import tensorbrook as tf

raw = tf.raw_ops
_MIXED = [1.0, np.nan, -np.inf, 0.0, -2.0]


@pytest.mark.covers("DebugIdentity", "DebugIdentityV2", "DebugIdentityV3")
def test_values_pass():
    for kind in (raw.DebugIdentity, raw.DebugIdentityV3):
        assert kind(input=[1.0, 2.0], tensor_name="a:0").numpy().tolist() == [1.0, 2.0]
        with pytest.raises(tf.errors.InvalidArgumentError, match="parse tensor name"):
            kind(input=[1.0])
    assert raw.DebugIdentityV2(input=[3]).numpy().tolist() == [3]


@pytest.mark.covers("DebugNanCount", "DebugNumericSummary")
def test_counts():
    found = raw.DebugNanCount(input=_MIXED, tensor_name="a:0")
    assert found.dtype == tf.int64 and found.numpy().tolist() == [1]
    found = raw.DebugNumericSummary(input=_MIXED, tensor_name="a:0").numpy()
    assert found[:8].tolist() == [1, 5, 1, 1, 1, 1, 1, 0]
    assert found[8:10].tolist() == [-2.0, 1.0] and found[12:].tolist() == [1, 1, 5]
    assert found[10] == pytest.approx(-1 / 3) and found[11] == pytest.approx(14 / 9)
    healthy = raw.DebugNumericSummary(
        input=[1.0], tensor_name="a:0", mute_if_healthy=True
    )
    assert healthy.shape == (0,)


@pytest.mark.covers("DebugNumericSummaryV2")
def test_short_summaries():
    for mode, wanted in (
        (2, [7, 1]),
        (3, [7, 5, 1, 0, 1]),
        (4, [7, -1, 1, 1, 5, 1, 0, 1, 1, 1, 1]),
        (5, [7, 1, 1, 5, 5, 0, 0, 0, 0, 0]),
        (8, [-np.inf, 0, np.nan]),
    ):
        found = raw.DebugNumericSummaryV2(
            input=_MIXED, tensor_debug_mode=mode, tensor_id=7
        )
        np.testing.assert_array_equal(found, wanted)
    with pytest.raises(tf.errors.UnimplementedError, match="debug mode: 6"):
        raw.DebugNumericSummaryV2(input=_MIXED, tensor_debug_mode=6)
