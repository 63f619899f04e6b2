"""`tf.AggregationMethod`."""

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def test_every_method_gives_the_sum() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        x = tf.constant(3.0)
        for method in ("ADD_N", "EXPERIMENTAL_TREE", "EXPERIMENTAL_ACCUMULATE_N"):
            found = tf.gradients(
                x * x + x, x, aggregation_method=getattr(tf.AggregationMethod, method)
            )
            assert session.run(found) == [7.0]
