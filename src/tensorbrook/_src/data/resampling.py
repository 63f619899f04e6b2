"""Choosing elements so that classes appear as often as wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.data.base import DatasetBase
from tensorbrook._src.ops import binary, cast, comparison, random, reduce
from tensorbrook._src.ops.array_creation import one_hot
from tensorbrook._src.ops.constant import constant, convert_to_tensor


class Resampling(DatasetBase):
    """rejection_resample."""

    def rejection_resample(
        self,
        class_func: Callable[..., Any],
        target_dist: Any,
        initial_dist: Any = None,
        seed: Any = None,
        name: str | None = None,
    ) -> Any:
        """Leaves out elements at random, so that classes appear as often as wanted.

        An element of class `c` stays with the probability `target[c] / initial[c]`,
        divided by the largest such ratio.

        Args:
            class_func: Maps an element to its class, an int32 scalar.
            target_dist: How often each class shall appear: a vector.
            initial_dist: How often each appears now; counted on the way by default.
            seed: Seed of the operation.
            name: Name of the operation.

        Returns:
            A dataset of pairs (class, element).

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(100).rejection_resample(
            ...     lambda n: tf.cast(n % 2, tf.int32), [0.0, 1.0], [0.5, 0.5], seed=1)
            >>> all(int(n) % 2 == 1 for _, n in ds)
            True
        """
        del name
        target = convert_to_tensor(target_dist, dtypes.float32, name="target_dist")
        classes = target.shape[0]

        def labelled(*element: Any) -> Any:
            label = cast.cast(class_func(*element), dtypes.int32)
            return label, element[0] if len(element) == 1 else element

        whole: Any = self
        pairs = whole.map(labelled)
        if initial_dist is not None:
            known = convert_to_tensor(initial_dist, dtypes.float32, name="initial_dist")
            rated = pairs.map(lambda label, e: (_rate(known, target)[label], label, e))
        else:
            start = constant(np.zeros(classes, np.float32))

            def counted(counts: Any, pair: Any) -> Any:
                label, element = pair
                counts = counts + one_hot(label, classes)
                share = counts / reduce.reduce_sum(counts)
                return counts, (_rate(share, target)[label], label, element)

            rated = pairs.scan(start, counted)

        def stays(rate: Any, label: Any, element: Any) -> Any:
            del label, element
            return comparison.less(random.uniform([], seed=seed), rate)

        return rated.filter(stays).map(lambda rate, label, element: (label, element))


def _rate(initial: Any, target: Any) -> Any:
    """How likely an element of each class stays."""
    ratio = binary.div_no_nan(target, initial)
    return binary.div_no_nan(ratio, reduce.reduce_max(ratio))
