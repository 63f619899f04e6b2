"""`tf.AggregationMethod`: how gradients that meet at one tensor are to be summed."""

from __future__ import annotations


class AggregationMethod:
    """Names of ways to sum gradients; all of them give the same sum here.

    Example:
        >>> import tensorbrook as tf
        >>> tf.AggregationMethod.DEFAULT == tf.AggregationMethod.ADD_N
        True
    """

    ADD_N = 0
    DEFAULT = ADD_N
    EXPERIMENTAL_TREE = 1
    EXPERIMENTAL_ACCUMULATE_N = 2
