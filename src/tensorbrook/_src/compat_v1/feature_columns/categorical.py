"""Columns of categories."""

from __future__ import annotations

import collections
from pathlib import Path
from typing import Any

from tensorbrook._src.compat_v1.feature_columns.dense import BucketizedColumn, feature
from tensorbrook._src.core import dtypes
from tensorbrook._src.formats import files, records
from tensorbrook._src.ops import (
    cast,
    comparison,
    gather,
    reduce,
    shape,
    sort,
    sparse_convert,
    string_hash,
    string_numbers,
)
from tensorbrook._src.ops.array_creation import ones_like
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.example_features import VarLenFeature


def _rows(features: Any, key: str, dtype: Any) -> tuple[Any, Any]:
    """The values of a feature as a matrix, and where there are any."""
    found = feature(features, key)
    if hasattr(found, "dense_shape"):
        filler = b"" if found.dtype is dtypes.string else -1
        found = sparse_convert.sparse_to_dense(found, constant(filler, found.dtype))
    if found.shape.ndims is not None and found.shape.ndims > 2:
        found = shape.reshape(found, [shape.shape(found)[0], -1])
    nothing = (
        constant("") if found.dtype is dtypes.string else cast.cast(-1, found.dtype)
    )
    if dtype is dtypes.string and found.dtype is not dtypes.string:
        raise ValueError(
            f"Column dtype and tensor dtype must be compatible. key: {key}, column dtype: "
            f"{dtype.name}, tensor dtype: {found.dtype.name}"
        )
    return found, comparison.not_equal(found, nothing)


def _or_minus_one(ids: Any, present: Any) -> Any:
    return gather.where(present, cast.cast(ids, dtypes.int64), -ones_like(ids))


class _Categories:
    """What all columns of categories share."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        return str(self.key)  # type: ignore[attr-defined]

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the feature lies in a `tf.train.Example`."""
        return {self.key: VarLenFeature(self.dtype)}  # type: ignore[attr-defined]

    def weights(self, features: Any) -> Any:
        """No weights."""
        return None


class HashedColumn(
    _Categories,
    collections.namedtuple("HashedColumn", ("key", "hash_bucket_size", "dtype")),
):
    """Categories by the hash of a text or number."""

    __slots__ = ()

    @property
    def num_buckets(self) -> int:
        """How many ids there are."""
        return int(self.hash_bucket_size)

    def ids(self, features: Any) -> Any:
        """The ids, -1 where there is no value."""
        values, present = _rows(features, self.key, self.dtype)
        if values.dtype is not dtypes.string:
            values = string_numbers.as_string(values)
        hashed = string_hash.to_hash_bucket_fast(values, self.hash_bucket_size)
        return _or_minus_one(hashed, present)


def categorical_column_with_hash_bucket(
    key: str, hash_bucket_size: int, dtype: Any = dtypes.string
) -> HashedColumn:
    """Categories by the hash of a text or number.

    Args:
        key: The name of the feature.
        hash_bucket_size: How many categories there are.
        dtype: The type of the feature: strings or integers.

    Returns:
        The column.

    Raises:
        ValueError: The size or the type is wrong.
    """
    if hash_bucket_size is None or hash_bucket_size < 1:
        raise ValueError(
            f"hash_bucket_size must be at least 1. hash_bucket_size: {hash_bucket_size}, "
            f"key: {key}"
        )
    return HashedColumn(key, hash_bucket_size, _text_or_integer(dtype, key))


def _text_or_integer(dtype: Any, key: str) -> Any:
    kind = dtypes.as_dtype(dtype)
    if kind is not dtypes.string and not kind.is_integer:
        raise ValueError(
            f"dtype must be string or integer. dtype: {kind.name}, column_name: {key}"
        )
    return kind


class VocabularyColumn(
    _Categories,
    collections.namedtuple(
        "VocabularyColumn",
        ("key", "vocabulary_list", "dtype", "default_value", "num_oov_buckets"),
    ),
):
    """Categories by a list of values."""

    __slots__ = ()

    @property
    def num_buckets(self) -> int:
        """How many ids there are."""
        return len(self.vocabulary_list) + int(self.num_oov_buckets)

    def ids(self, features: Any) -> Any:
        """The ids, -1 where there is no value."""
        values, present = _rows(features, self.key, self.dtype)
        if values.dtype is not dtypes.string:
            values = cast.cast(values, self.dtype)
        known = convert_to_tensor(list(self.vocabulary_list), dtype=self.dtype)
        same = comparison.equal(shape.expand_dims(values, -1), known)
        place = sort.argmax(cast.cast(same, dtypes.int32), -1)
        found = reduce.reduce_any(same, -1)
        if self.num_oov_buckets:
            texts = (
                values
                if values.dtype is dtypes.string
                else string_numbers.as_string(values)
            )
            other = string_hash.to_hash_bucket_fast(texts, self.num_oov_buckets)
            other = other + len(self.vocabulary_list)
            return _or_minus_one(gather.where(found, place, other), present)
        default = cast.cast(self.default_value, dtypes.int64) * ones_like(place)
        return _or_minus_one(gather.where(found, place, default), present)


def categorical_column_with_vocabulary_list(
    key: str,
    vocabulary_list: Any,
    dtype: Any = None,
    default_value: int = -1,
    num_oov_buckets: int = 0,
) -> VocabularyColumn:
    """Categories by a list of values.

    Args:
        key: The name of the feature.
        vocabulary_list: The values, in the order of their ids.
        dtype: The type of the feature; by default that of the list.
        default_value: The id of values that aren't in the list; -1 leaves them out.
        num_oov_buckets: How many further ids such values get, by their hash.

    Returns:
        The column.

    Raises:
        ValueError: The list is empty or has a value twice.

    Example:
        >>> import tensorbrook as tf
        >>> column = tf.feature_column.categorical_column_with_vocabulary_list(
        ...     "color", ["red", "green"]
        ... )
        >>> column.num_buckets
        2
    """
    values = tuple(vocabulary_list) if vocabulary_list is not None else ()
    if not values:
        raise ValueError(
            f"vocabulary_list {vocabulary_list} must be non-empty, column_name: {key}"
        )
    if len(set(values)) != len(values):
        raise ValueError(
            f"Duplicate keys in vocabulary_list {vocabulary_list}, column_name: {key}"
        )
    if num_oov_buckets and default_value != -1:
        raise ValueError(
            f"Can't specify both num_oov_buckets and default_value in {key}."
        )
    kind = dtype
    if kind is None:
        kind = dtypes.string if isinstance(values[0], str | bytes) else dtypes.int64
    return VocabularyColumn(
        key, values, _text_or_integer(kind, key), default_value, num_oov_buckets
    )


def categorical_column_with_vocabulary_file(
    key: str,
    vocabulary_file: str,
    vocabulary_size: int | None = None,
    num_oov_buckets: int = 0,
    default_value: int | None = None,
    dtype: Any = dtypes.string,
) -> VocabularyColumn:
    """Categories by the lines of a file; otherwise as with a list.

    Args:
        key: The name of the feature.
        vocabulary_file: The file.
        vocabulary_size: How many of its lines count.
        num_oov_buckets: How many further ids other values get, by their hash.
        default_value: The id of other values.
        dtype: The type of the feature.

    Returns:
        The column.

    Raises:
        errors.NotFoundError: There is no such file.
    """
    return vocabulary_file_column(
        key, vocabulary_file, vocabulary_size, dtype, default_value, num_oov_buckets
    )


def vocabulary_file_column(
    key: str,
    vocabulary_file: str,
    vocabulary_size: int | None = None,
    dtype: Any = dtypes.string,
    default_value: int | None = None,
    num_oov_buckets: int = 0,
    file_format: str | None = None,
) -> VocabularyColumn:
    """Categories by the lines of a file, with the arguments of 2.x.

    Args:
        key: The name of the feature.
        vocabulary_file: The file.
        vocabulary_size: How many of its lines count.
        dtype: The type of the feature.
        default_value: The id of other values.
        num_oov_buckets: How many further ids other values get, by their hash.
        file_format: "text", or "tfrecord_gzip" for records instead of lines.

    Returns:
        The column.

    Raises:
        errors.NotFoundError: There is no such file.
        ValueError: The format is another one.
    """
    path = Path(vocabulary_file)
    if file_format in (None, "text"):
        lines = files.read(path).decode().splitlines()
    elif file_format == "tfrecord_gzip":
        lines = [item.decode() for item in records.read_records(path, "GZIP")]
    else:
        raise ValueError(
            "file_format should be one of 'text' and 'tfrecord_gzip'. Received: "
            f"{file_format!r}."
        )
    lines = lines[:vocabulary_size]
    kind = _text_or_integer(dtype, key)
    values = lines if kind is dtypes.string else [int(line) for line in lines]
    default = -1 if default_value is None else default_value
    return categorical_column_with_vocabulary_list(
        key, values, kind, default, num_oov_buckets
    )


class IdentityColumn(
    _Categories,
    collections.namedtuple(
        "IdentityColumn", ("key", "number_buckets", "default_value")
    ),
):
    """Categories that are numbers already."""

    __slots__ = ()
    dtype = dtypes.int64

    @property
    def num_buckets(self) -> int:
        """How many ids there are."""
        return int(self.number_buckets)

    def ids(self, features: Any) -> Any:
        """The ids, -1 where there is no value."""
        values, present = _rows(features, self.key, dtypes.int64)
        ids = cast.cast(values, dtypes.int64)
        if self.default_value is not None:
            fits = comparison.logical_and(ids >= 0, ids < self.number_buckets)
            default = cast.cast(self.default_value, dtypes.int64) * ones_like(ids)
            ids = gather.where(fits, ids, default)
        return _or_minus_one(ids, present)


def categorical_column_with_identity(
    key: str, num_buckets: int, default_value: int | None = None
) -> IdentityColumn:
    """Categories that are numbers from 0 on.

    Args:
        key: The name of the feature.
        num_buckets: How many there are.
        default_value: What stands for numbers outside of that.

    Returns:
        The column.

    Raises:
        ValueError: A number is out of range.
    """
    if num_buckets < 1:
        raise ValueError(f"num_buckets {num_buckets} < 1, column_name {key}")
    if default_value is not None and not 0 <= default_value < num_buckets:
        raise ValueError(
            f"default_value {default_value} not in range [0, {num_buckets}), "
            f"column_name {key}"
        )
    return IdentityColumn(key, num_buckets, default_value)


class CrossedColumn(
    collections.namedtuple("CrossedColumn", ("keys", "hash_bucket_size", "hash_key"))
):
    """Categories by the hash of several features together."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        names = [key if isinstance(key, str) else key.name for key in self.keys]
        return "_X_".join(sorted(names))

    @property
    def num_buckets(self) -> int:
        """How many ids there are."""
        return int(self.hash_bucket_size)

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the features lie in a `tf.train.Example`."""
        spec: dict[str, Any] = {}
        for key in self.keys:
            if isinstance(key, str):
                spec[key] = VarLenFeature(dtypes.string)
            else:
                spec.update(key.parse_example_spec)
        return spec

    def weights(self, features: Any) -> Any:
        """No weights."""
        return None

    def ids(self, features: Any) -> Any:
        """The ids: every combination of the values of a row."""
        joined = None
        for key in self.keys:
            if isinstance(key, str):
                values, _ = _rows(features, key, None)
            else:
                values = key.ids(features)
            if values.dtype is not dtypes.string:
                values = string_numbers.as_string(values)
            if joined is None:
                joined = values
                continue
            pairs = shape.expand_dims(joined, 2) + "_X_" + shape.expand_dims(values, 1)
            joined = shape.reshape(pairs, [shape.shape(values)[0], -1])
        return string_hash.to_hash_bucket_fast(joined, self.hash_bucket_size)


def crossed_column(
    keys: Any, hash_bucket_size: int, hash_key: int | None = None
) -> CrossedColumn:
    """Categories by the hash of several features together.

    Args:
        keys: Names of features, or columns of categories.
        hash_bucket_size: How many categories there are.
        hash_key: Accepted for compatibility.

    Returns:
        The column.

    Raises:
        ValueError: There are fewer than two keys, or one can't be crossed.
    """
    if not hash_bucket_size or hash_bucket_size < 1:
        raise ValueError(
            f"hash_bucket_size must be > 1. hash_bucket_size: {hash_bucket_size}"
        )
    if not keys or len(keys) < 2:
        raise ValueError(f"keys must be a list with length > 1. Given: {keys}")
    for key in keys:
        crossable = isinstance(key, str | BucketizedColumn) or hasattr(key, "ids")
        if not crossable or isinstance(key, HashedColumn):
            raise ValueError(
                "Unsupported key type. All keys must be either string, or categorical "
                f"column except HashedCategoricalColumn. Given: {key}"
            )
    return CrossedColumn(tuple(keys), hash_bucket_size, hash_key)


class WeightedColumn(
    collections.namedtuple(
        "WeightedColumn", ("categorical_column", "weight_feature_key", "dtype")
    )
):
    """Categories with weights."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        return f"{self.categorical_column.name}_weighted_by_{self.weight_feature_key}"

    @property
    def num_buckets(self) -> int:
        """How many ids there are."""
        return int(self.categorical_column.num_buckets)

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        """How the features lie in a `tf.train.Example`."""
        spec = dict(self.categorical_column.parse_example_spec)
        spec[self.weight_feature_key] = VarLenFeature(self.dtype)
        return spec

    def ids(self, features: Any) -> Any:
        """The ids."""
        return self.categorical_column.ids(features)

    def weights(self, features: Any) -> Any:
        """The weights, in the shape of the ids."""
        found = feature(features, self.weight_feature_key)
        if hasattr(found, "dense_shape"):
            found = sparse_convert.sparse_to_dense(found)
        return cast.cast(found, dtypes.float32)


def weighted_categorical_column(
    categorical_column: Any, weight_feature_key: str, dtype: Any = dtypes.float32
) -> WeightedColumn:
    """Categories with weights from another feature.

    Args:
        categorical_column: A column of categories.
        weight_feature_key: The name of the feature with the weights.
        dtype: The type of the weights.

    Returns:
        The column.
    """
    return WeightedColumn(
        categorical_column, weight_feature_key, dtypes.as_dtype(dtype)
    )
