"""Methods of datasets that choose, order, join and keep elements."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.data import structure
from tensorbrook._src.data.base import DatasetBase, boolean, int64, seeds
from tensorbrook._src.data.options import Options
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.ops.datasets import buffering, ordering
from tensorbrook._src.ops.datasets.seeds import seed_generator_op


class Arranging(DatasetBase):
    """take, skip, repeat, shard, shuffle, concatenate, unique, prefetch."""

    def take(self, count: Any, name: str | None = None) -> Any:
        """The first elements.

        Args:
            count: How many; -1 for all.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(10).take(3)]
            [0, 1, 2]
        """
        return self._derive(
            ordering.take_op,
            "_TakeDataset",
            self._spec,
            int64(count, "count"),
            name=name,
        )

    def skip(self, count: Any, name: str | None = None) -> Any:
        """All but the first elements.

        Args:
            count: How many to leave out; -1 for all.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(5).skip(3)]
            [3, 4]
        """
        return self._derive(
            ordering.skip_op,
            "_SkipDataset",
            self._spec,
            int64(count, "count"),
            name=name,
        )

    def repeat(self, count: Any = None, name: str | None = None) -> Any:
        """The elements several times.

        Args:
            count: How often; None or -1 for ever.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(2).repeat(2)]
            [0, 1, 0, 1]
        """
        times = int64(-1 if count is None else count, "count")
        return self._derive(
            ordering.repeat_op, "_RepeatDataset", self._spec, times, name=name
        )

    def shard(self, num_shards: Any, index: Any, name: str | None = None) -> Any:
        """Every `num_shards`-th element.

        Args:
            num_shards: Into how many parts the dataset is divided.
            index: Which part, from 0 on.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            errors.InvalidArgumentError: `index` isn't below `num_shards`.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(7).shard(3, 1)]
            [1, 4]
        """
        return self._derive(
            ordering.shard_op,
            "_ShardDataset",
            self._spec,
            int64(num_shards, "num_shards"),
            int64(index, "index"),
            name=name,
        )

    def shuffle(
        self,
        buffer_size: Any,
        seed: Any = None,
        reshuffle_each_iteration: bool | None = True,
        name: str | None = None,
    ) -> Any:
        """The elements in random order, each drawn from a buffer of the next ones.

        Args:
            buffer_size: The size of the buffer; a perfect shuffle needs the size of the
                dataset.
            seed: Seed of the operation; see `tf.random.set_seed`.
            reshuffle_each_iteration: Whether each iteration has an order of its own.
            name: Name of the operation.

        Returns:
            A dataset; with equal seeds its order is that of TensorFlow.

        Raises:
            errors.InvalidArgumentError: `buffer_size` is 0 or negative.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(10).shuffle(10, seed=3)
            >>> [int(n) for n in ds]
            [4, 7, 2, 6, 8, 0, 3, 1, 5, 9]
        """
        fresh = True if reshuffle_each_iteration is None else reshuffle_each_iteration
        first, second = seeds(seed)
        generator = seed_generator_op(first, second, boolean(fresh)).handle
        return self._derive(
            ordering.shuffle_op,
            "_ShuffleDataset",
            self._spec,
            int64(buffer_size, "buffer_size"),
            first,
            second,
            generator,
            reshuffle_each_iteration=fresh,
            name=name,
        )

    def concatenate(self, dataset: Any, name: str | None = None) -> Any:
        """The elements of this dataset, then those of another.

        Args:
            dataset: Another one, with elements of the same structure and types.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            TypeError: The elements differ in structure or type.

        Example:
            >>> import tensorbrook as tf
            >>> a, b = tf.data.Dataset.range(2), tf.data.Dataset.range(5, 7)
            >>> [int(n) for n in a.concatenate(b)]
            [0, 1, 5, 6]
        """
        spec = structure.common(self._spec, dataset.element_spec)
        if spec is None:
            raise TypeError(
                f"Incompatible dataset elements:\n  {self._spec} vs.   "
                f"{dataset.element_spec}"
            )
        return self._derive(
            ordering.concatenate_op,
            "_ConcatenateDataset",
            spec,
            dataset._variant,
            name=name,
        )

    def unique(self, name: str | None = None) -> Any:
        """The elements that were not there before.

        Args:
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            TypeError: The elements aren't single tensors of int32, int64 or string.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.from_tensor_slices([1, 37, 2, 37, 2, 1])
            >>> [int(n) for n in ds.unique()]
            [1, 37, 2]
        """
        flat = nest.flatten(self._spec)
        allowed = (dtypes.int32, dtypes.int64, dtypes.string)
        if len(flat) != 1 or flat[0].dtype not in allowed:
            raise TypeError(
                "Dataset.unique needs elements of one tensor of type int32, int64 or "
                f"string. This dataset has {self._spec}."
            )
        return self._derive(ordering.unique_op, "_UniqueDataset", self._spec, name=name)

    def prefetch(self, buffer_size: Any, name: str | None = None) -> Any:
        """Computes elements ahead of their use, in a thread that ends with the iterator.

        Args:
            buffer_size: How many to compute ahead, or `tf.data.AUTOTUNE`.
            name: Name of the operation.

        Returns:
            A dataset of the same elements.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(3).prefetch(2)]
            [0, 1, 2]
        """
        size = int64(-1 if buffer_size is None else buffer_size, "buffer_size")
        return self._derive(
            buffering.prefetch_op, "_PrefetchDataset", self._spec, size, name=name
        )

    def with_options(self, options: Options, name: str | None = None) -> Any:
        """The same elements, with options for everything that they are made of.

        Args:
            options: A `tf.data.Options`.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(2).with_options(tf.data.Options())]
            [0, 1]
        """
        if not isinstance(options, Options):
            raise TypeError(
                f"Dataset.with_options needs a tf.data.Options. Received: {options!r}."
            )
        made = self._derive(
            buffering.options_op, "_OptionsDataset", self._spec, name=name
        )
        made._options = self._options.merge(options)
        return made

    def enumerate(self, start: Any = 0, name: str | None = None) -> Any:
        """Pairs of a number and an element.

        Args:
            start: The number of the first element.
            name: Name of the operation.

        Returns:
            A dataset of pairs (int64 scalar, element).

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.from_tensor_slices([7, 8]).enumerate(start=5)
            >>> [(int(i), int(n)) for i, n in ds]
            [(5, 7), (6, 8)]
        """
        del name
        family: Any = type(self)._family
        numbers = family.range(start, 2**63 - 1)
        return family.zip((numbers, self))


def assert_cardinality(dataset: Any, size: Any) -> Any:
    """The dataset, which must turn out to have that many elements."""
    return dataset._derive(
        ordering.assert_cardinality_op,
        "_AssertCardinalityDataset",
        dataset.element_spec,
        int64(size, "expected_cardinality"),
    )


def sampled(dataset: Any, rate: float, seed: Any) -> Any:
    """Each element with a probability."""
    return dataset._derive(
        ordering.sampling_op,
        "_SamplingDataset",
        dataset.element_spec,
        constant(rate, dtypes.float32),
        *seeds(seed),
    )
