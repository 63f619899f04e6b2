"""Columns of numbers."""

from __future__ import annotations

import collections
from typing import Any

from tensorbrook._src.compat_v1 import initializers, variable_scope
from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import (
    array_creation,
    cast,
    clip,
    comparison,
    gather,
    reduce,
    shape,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.example_features import FixedLenFeature


def feature(features: Any, key: str) -> Any:
    """The tensor of a feature, with a dimension for its elements.

    Raises:
        ValueError: There is no such feature.
    """
    if key not in features:
        raise ValueError(
            f"Feature {key} is not in features dictionary: {sorted(features)}."
        )
    found = features[key]
    if hasattr(found, "dense_shape"):
        return found
    tensor = convert_to_tensor(found)
    return shape.expand_dims(tensor, -1) if tensor.shape.ndims == 1 else tensor


class NumericColumn(
    collections.namedtuple(
        "NumericColumn", ("key", "shape", "default_value", "dtype", "normalizer_fn")
    )
):
    """A column of numbers."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        return str(self.key)

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the feature lies in a `tf.train.Example`."""
        spec = FixedLenFeature(self.shape, self.dtype, self.default_value)
        return {self.key: spec}

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        width = 1
        for size in self.shape:
            width *= size
        return width

    def values(self, features: Any) -> Any:
        """The numbers in their own shape."""
        found = feature(features, self.key)
        if self.normalizer_fn is not None:
            found = self.normalizer_fn(found)
        return cast.cast(found, dtypes.float32)

    def dense(self, features: Any, trainable: bool) -> Any:
        """The numbers as rows."""
        return shape.reshape(self.values(features), [-1, self.width])


def numeric_column(
    key: str,
    shape: Any = (1,),
    default_value: Any = None,
    dtype: Any = dtypes.float32,
    normalizer_fn: Any = None,
) -> NumericColumn:
    """A column of numbers.

    Args:
        key: The name of the feature.
        shape: The shape of a row.
        default_value: What stands where an Example lacks it.
        dtype: The type in an Example.
        normalizer_fn: A function from the numbers to the numbers that the model sees.

    Returns:
        The column.

    Raises:
        TypeError: `shape` isn't made of integers, or the normalizer can't be called.
        ValueError: A dimension isn't positive, or the type isn't one of numbers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.feature_column.numeric_column("age").shape
        (1,)
    """
    if not isinstance(key, str):
        raise ValueError(
            f"key must be a string. Got type {type(key)}. Given key: {key}."
        )
    sizes = tuple(shape) if isinstance(shape, list | tuple) else (shape,)
    for size in sizes:
        if not isinstance(size, int):
            raise TypeError(
                f"shape dimensions must be integer. shape: {sizes}, key: {key}"
            )
        if size < 1:
            raise ValueError(f"shape dimensions must be greater than 0. shape: {sizes}")
    kind = dtypes.as_dtype(dtype)
    if not (kind.is_integer or kind.is_floating):
        raise ValueError(
            f"dtype must be convertible to float. dtype: {kind.name}, key: {key}"
        )
    if normalizer_fn is not None and not callable(normalizer_fn):
        raise TypeError(f"normalizer_fn must be a callable. Given: {normalizer_fn}")
    if default_value is not None and not isinstance(default_value, list | tuple):
        default_value = (default_value,)
    return NumericColumn(key, sizes, default_value, kind, normalizer_fn)


class BucketizedColumn(
    collections.namedtuple("BucketizedColumn", ("source_column", "boundaries"))
):
    """A column of numbers, told apart by intervals."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        return f"{self.source_column.name}_bucketized"

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the feature lies in a `tf.train.Example`."""
        return self.source_column.parse_example_spec  # type: ignore[no-any-return]

    @property
    def num_buckets(self) -> int:
        """How many ids there are."""
        return (len(self.boundaries) + 1) * int(self.source_column.width)

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return self.num_buckets

    def _intervals(self, features: Any) -> Any:
        numbers = self.source_column.dense(features, True)
        limits = convert_to_tensor(list(self.boundaries), dtype=dtypes.float32)
        above = shape.expand_dims(numbers, -1) >= limits
        return reduce.reduce_sum(cast.cast(above, dtypes.int64), -1)

    def dense(self, features: Any, trainable: bool) -> Any:
        """A one at the place of the interval."""
        count = len(self.boundaries) + 1
        hot = array_creation.one_hot(self._intervals(features), count)
        return shape.reshape(hot, [-1, self.width])

    def ids(self, features: Any) -> Any:
        """The number of the interval, different for each source number."""
        count = len(self.boundaries) + 1
        places = array_creation.range(self.source_column.width, dtype=dtypes.int64)
        return self._intervals(features) + places * count

    def weights(self, features: Any) -> Any:
        """No weights."""
        return None


def bucketized_column(source_column: Any, boundaries: Any) -> BucketizedColumn:
    """A column of numbers, told apart by intervals.

    Args:
        source_column: A `numeric_column`.
        boundaries: The ends of the intervals, in order.

    Returns:
        The column.

    Raises:
        ValueError: The source isn't a numeric column, or the boundaries aren't sorted.

    Example:
        >>> import tensorbrook as tf
        >>> age = tf.feature_column.numeric_column("age")
        >>> tf.feature_column.bucketized_column(age, [18, 65]).boundaries
        (18, 65)
    """
    if not isinstance(source_column, NumericColumn):
        raise ValueError(
            "source_column must be a column generated with numeric_column(). Given: "
            f"{source_column}"
        )
    if len(source_column.shape) > 1:
        raise ValueError(
            f"source_column must be one-dimensional column. Given: {source_column}"
        )
    ends = tuple(boundaries)
    if not ends or list(ends) != sorted(set(ends)):
        raise ValueError("boundaries must be a sorted list.")
    return BucketizedColumn(source_column, ends)


class IndicatorColumn(
    collections.namedtuple("IndicatorColumn", ("categorical_column",))
):
    """Counts of the categories of a row."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        return f"{self.categorical_column.name}_indicator"

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the feature lies in a `tf.train.Example`."""
        return self.categorical_column.parse_example_spec  # type: ignore[no-any-return]

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return int(self.categorical_column.num_buckets)

    def dense(self, features: Any, trainable: bool) -> Any:
        """The counts, or the sums of weights."""
        ids = self.categorical_column.ids(features)
        weights = self.categorical_column.weights(features)
        hot = array_creation.one_hot(ids, self.width)
        if weights is not None:
            hot = hot * shape.expand_dims(weights, -1)
        counts = reduce.reduce_sum(hot, 1)
        return shape.reshape(counts, [-1, self.width])


def indicator_column(categorical_column: Any) -> IndicatorColumn:
    """Counts of the categories of a row, one number for each category.

    Args:
        categorical_column: A column of categories.

    Returns:
        The column.

    Raises:
        ValueError: It isn't a column of categories.
    """
    _check_categorical(categorical_column)
    return IndicatorColumn(categorical_column)


def _check_categorical(column: Any) -> None:
    if not hasattr(column, "ids"):
        raise ValueError(
            "Unsupported input type. Input must be a CategoricalColumn. Given: "
            f"{column}"
        )


class EmbeddingColumn(
    collections.namedtuple(
        "EmbeddingColumn",
        (
            "categorical_column",
            "dimension",
            "combiner",
            "initializer",
            "ckpt_to_load_from",
            "tensor_name_in_ckpt",
            "max_norm",
            "trainable",
            "shared_name",
        ),
    )
):
    """Learned vectors for categories."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        suffix = "shared_embedding" if self.shared_name else "embedding"
        return f"{self.categorical_column.name}_{suffix}"

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the feature lies in a `tf.train.Example`."""
        return self.categorical_column.parse_example_spec  # type: ignore[no-any-return]

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return int(self.dimension)

    def dense(self, features: Any, trainable: bool) -> Any:
        """The vectors of a row, combined."""
        dims = [self.categorical_column.num_buckets, self.dimension]
        if self.shared_name:
            with variable_scope.variable_scope(
                self.shared_name, reuse=variable_scope.AUTO_REUSE
            ):
                table = self._table(dims, trainable)
        else:
            table = self._table(dims, trainable)
        ids = self.categorical_column.ids(features)
        weights = self.categorical_column.weights(features)
        present = cast.cast(ids >= 0, dtypes.float32)
        weights = present if weights is None else weights * present
        safe = clip.clip_by_value(ids, cast.cast(0, ids.dtype), ids.dtype.max)
        rows = gather.gather(table, safe)
        if self.max_norm is not None:
            rows = clip.clip_by_norm(rows, self.max_norm, axes=[2])
        total = reduce.reduce_sum(rows * shape.expand_dims(weights, -1), 1)
        if self.combiner == "sum":
            return total
        power = 1 if self.combiner == "mean" else 2
        count = reduce.reduce_sum(weights**power, 1, keepdims=True)
        if self.combiner == "sqrtn":
            count = count**0.5
        return gather.where(
            comparison.equal(count, 0.0),
            array_creation.zeros_like(total),
            total / count,
        )

    def _table(self, dims: list[int], trainable: bool) -> Any:
        return variable_scope.get_variable(
            "embedding_weights",
            dims,
            dtypes.float32,
            self.initializer,
            trainable=self.trainable and trainable,
        )


def embedding_column(
    categorical_column: Any,
    dimension: int,
    combiner: str = "mean",
    initializer: Any = None,
    ckpt_to_load_from: str | None = None,
    tensor_name_in_ckpt: str | None = None,
    max_norm: float | None = None,
    trainable: bool = True,
    use_safe_embedding_lookup: bool = True,
) -> EmbeddingColumn:
    """Learned vectors for categories.

    Args:
        categorical_column: A column of categories.
        dimension: The size of the vectors.
        combiner: How several categories of a row are combined: "mean", "sum", "sqrtn".
        initializer: First values; by default a truncated normal distribution.
        ckpt_to_load_from: Not supported.
        tensor_name_in_ckpt: Not supported.
        max_norm: The largest length of a vector.
        trainable: Whether optimizers change the vectors.
        use_safe_embedding_lookup: Accepted for compatibility.

    Returns:
        The column.

    Raises:
        ValueError: The dimension isn't positive, or the initializer can't be called.
        NotImplementedError: A checkpoint is given.
    """
    return _embedding(
        categorical_column,
        dimension,
        combiner,
        initializer,
        ckpt_to_load_from,
        max_norm,
        trainable,
        None,
    )


def _embedding(
    column: Any,
    dimension: Any,
    combiner: str,
    initializer: Any,
    checkpoint: Any,
    max_norm: Any,
    trainable: bool,
    shared: str | None,
) -> EmbeddingColumn:
    _check_categorical(column)
    if dimension is None or dimension < 1:
        raise ValueError(f"Invalid dimension {dimension}.")
    if checkpoint is not None:
        raise NotImplementedError(
            "tf.feature_column.embedding_column: ckpt_to_load_from is not supported; use "
            "tf.train.init_from_checkpoint."
        )
    if initializer is not None and not callable(initializer):
        raise ValueError("initializer must be callable if specified.")
    if initializer is None:
        initializer = initializers.TruncatedNormal(mean=0.0, stddev=dimension**-0.5)
    return EmbeddingColumn(
        column,
        dimension,
        combiner,
        initializer,
        None,
        None,
        max_norm,
        trainable,
        shared,
    )


def shared_embedding_columns(
    categorical_columns: Any,
    dimension: int,
    combiner: str = "mean",
    initializer: Any = None,
    shared_embedding_collection_name: str | None = None,
    ckpt_to_load_from: str | None = None,
    tensor_name_in_ckpt: str | None = None,
    max_norm: float | None = None,
    trainable: bool = True,
    use_safe_embedding_lookup: bool = True,
) -> list[EmbeddingColumn]:
    """Columns of categories that share one table of vectors; as `embedding_column`."""
    names = sorted(column.name for column in categorical_columns)
    shared = shared_embedding_collection_name or "_".join(names) + "_shared_embedding"
    return [
        _embedding(
            column,
            dimension,
            combiner,
            initializer,
            ckpt_to_load_from,
            max_norm,
            trainable,
            shared,
        )
        for column in categorical_columns
    ]
