"""Barriers; the order and the numbers are TensorFlow's."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

raw = tf.raw_ops


@pytest.mark.covers(
    "Barrier",
    "BarrierInsertMany",
    "BarrierTakeMany",
    "BarrierReadySize",
    "BarrierIncompleteSize",
    "BarrierClose",
)
def test_elements_are_put_together():
    with tf.Graph().as_default(), v1.Session() as session:
        types = {"component_types": [tf.float32, tf.int32]}
        barrier = raw.Barrier(shapes=[[], [2]], **types)
        sizes = [
            raw.BarrierReadySize(handle=barrier),
            raw.BarrierIncompleteSize(handle=barrier),
        ]

        def insert(keys, values, place):
            session.run(
                raw.BarrierInsertMany(
                    handle=barrier, keys=keys, values=values, component_index=place
                )
            )

        def take(count, **options):
            return session.run(
                raw.BarrierTakeMany(
                    handle=barrier, num_elements=count, **types, **options
                )
            )

        insert(["a", "b"], [1.0, 2.0], 0)
        assert session.run(sizes) == [0, 2]
        insert(["b", "c"], [[1, 2], [3, 4]], 1)
        assert session.run(sizes) == [1, 2]
        taken = take(1)
        assert taken.keys.tolist() == [b"b"] and taken.values[0].tolist() == [2.0]
        assert taken.values[1].tolist() == [[1, 2]]
        with pytest.raises(tf.errors.InvalidArgumentError, match="already has"):
            insert(["a"], [1.0], 0)
        with pytest.raises(tf.errors.InvalidArgumentError, match="Shape mismatch"):
            insert(["z"], [[1, 2, 3]], 1)
        session.run(raw.BarrierClose(handle=barrier))
        with pytest.raises(tf.errors.CancelledError, match="closed"):
            insert(["new"], [1.0], 0)
        insert(["a"], [[5, 6]], 1)
        assert take(5, allow_small_batch=True).keys.tolist() == [b"a"]
        session.run(raw.BarrierClose(handle=barrier, cancel_pending_enqueues=True))
        with pytest.raises(tf.errors.OutOfRangeError, match="insufficient"):
            take(1)
