"""Lookup tables: `tf.lookup.StaticHashTable` and its relatives."""

from __future__ import annotations

import threading
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.ops import string_hash, string_numbers, tables
from tensorbrook._src.ops.cast import cast
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.gather import where
from tensorbrook._src.variables.lookup_initializers import TableInitializerBase

_INITIALIZERS = "table_initializer"  # the collection that tables_initializer() runs


def _mapped(function: Any, keys: Any) -> Any:
    """The result for the values of a sparse or ragged tensor, put back in place."""
    if hasattr(keys, "with_flat_values"):
        return keys.with_flat_values(function(keys.flat_values))
    return keys.with_values(function(keys.values))


class LookupInterface:
    """What all tables have: dtypes, a handle, `lookup` and `size`."""

    def __init__(self, key_dtype: Any, value_dtype: Any, name: str) -> None:
        self._key_dtype = dtypes.as_dtype(key_dtype)
        self._value_dtype = dtypes.as_dtype(value_dtype)
        self._name = name
        self._handle: Any = None
        self._handle_lock = threading.Lock()

    @property
    def key_dtype(self) -> DType:
        """The dtype of the keys."""
        return self._key_dtype

    @property
    def value_dtype(self) -> DType:
        """The dtype of the values."""
        return self._value_dtype

    @property
    def name(self) -> str:
        """The name of the table."""
        return self._name

    @property
    def resource_handle(self) -> Any:
        """The handle of the table's resource."""
        return self._handle

    def _trackable_children(self) -> dict[str, Any]:
        """What a checkpoint or a SavedModel sees below a table: the table inside."""
        inside = getattr(self, "_table", None)
        return {} if inside is None else {"_table": inside}

    def _described(self, handle: Any, like: tables.Table) -> Any:
        """Tells a symbolic handle what it stands for."""
        if not hasattr(type(handle), "_array"):
            handle.__dict__["handle_data"] = like
        return handle

    def _keys(self, keys: Any) -> Any:
        tensor = convert_to_tensor(keys, dtype_hint=self._key_dtype)
        if tensor.dtype.base_dtype is not self._key_dtype:
            raise TypeError(
                f"The keys of the table {self._name!r} have dtype "
                f"{self._key_dtype.name}, got {tensor.dtype.name}."
            )
        return tensor

    def size(self, name: str | None = None) -> Any:
        """How many keys the table has, as a scalar of int64."""
        return tables.lookup_table_size_op(self.resource_handle, name=name)

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """The values of `keys`."""
        raise NotImplementedError(f"{type(self).__name__} must define lookup().")

    def __getitem__(self, keys: Any) -> Any:
        """The values of `keys`."""
        return self.lookup(keys)


class StaticHashTable(LookupInterface):
    """A table whose content is set once.

    Args:
        initializer: Where the content comes from.
        default_value: The value of keys that are missing.
        name: The name of the table.
        experimental_is_anonymous: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> init = tf.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2])
        >>> table = tf.lookup.StaticHashTable(init, default_value=-1)
        >>> table.lookup(tf.constant(["b", "x"])).numpy()
        array([ 2, -1], dtype=int32)
        >>> int(table.size())
        2
    """

    def __init__(
        self,
        initializer: TableInitializerBase,
        default_value: Any,
        name: str | None = None,
        experimental_is_anonymous: bool = False,
    ) -> None:
        super().__init__(
            initializer.key_dtype, initializer.value_dtype, name or "hash_table"
        )
        with init_scope(), name_scope(self._name):
            self._default = convert_to_tensor(default_value, dtype=self._value_dtype)
            if self._default._dims:
                raise ValueError(
                    "StaticHashTable: default_value must be a scalar, got shape "
                    f"{self._default._dims}."
                )
            options = {"key_dtype": self._key_dtype, "value_dtype": self._value_dtype}
            eager = current.interpreter.executing_eagerly
            record = tables.anonymous_hash_table_op if eager else tables.hash_table_op
            self._handle = self._described(
                record(name=None if eager else "hash_table", **options),
                tables.Table(self._key_dtype, self._value_dtype),
            )
            self._filled = initializer.initialize(self)
            if not eager:
                current.interpreter.add_to_collection(_INITIALIZERS, self._filled)

    @property
    def default_value(self) -> Any:
        """The value of keys that are missing."""
        return self._default

    @property
    def initializer(self) -> Any:
        """The operation that fills the table, in a graph."""
        return self._filled

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """Finds the values of keys.

        Args:
            keys: A tensor, sparse tensor or ragged tensor of the key's dtype.
            name: Name of the node in a graph.

        Returns:
            The values, in the form of `keys`.

        Raises:
            TypeError: The keys have another dtype.
            FailedPreconditionError: The table is not filled yet, in a session.
        """
        if isinstance(keys, CompositeTensor):
            return _mapped(lambda values: self.lookup(values, name), keys)
        return tables.lookup_table_find_op(
            self._handle, self._keys(keys), self._default, name=name
        )

    def export(self, name: str | None = None) -> Any:
        """All keys and values, as a pair of tensors."""
        return tables.lookup_table_export_op(
            self._handle, Tkeys=self._key_dtype, Tvalues=self._value_dtype, name=name
        )


class StaticVocabularyTable(LookupInterface):
    """Numbers for words: those of a table, and buckets for all others.

    Args:
        initializer: Where the known words and their numbers, of int64, come from; None
            puts all words into buckets.
        num_oov_buckets: How many buckets there are.
        lookup_key_dtype: The dtype of the words; by default that of the initializer.
        name: The name of the table.
        experimental_is_anonymous: Accepted for compatibility.

    Raises:
        ValueError: There is no bucket.
        TypeError: The dtypes are not those of words and numbers.

    Example:
        >>> import tensorbrook as tf
        >>> init = tf.lookup.KeyValueTensorInitializer(
        ...     ["a", "b"], tf.constant([0, 1], tf.int64)
        ... )
        >>> table = tf.lookup.StaticVocabularyTable(init, num_oov_buckets=2)
        >>> table.lookup(tf.constant(["b", "a"])).numpy()
        array([1, 0])
        >>> int(table.size())
        4
    """

    def __init__(
        self,
        initializer: TableInitializerBase | None,
        num_oov_buckets: int,
        lookup_key_dtype: Any = None,
        name: str | None = None,
        experimental_is_anonymous: bool = False,
    ) -> None:
        if num_oov_buckets <= 0:
            raise ValueError(
                "StaticVocabularyTable: num_oov_buckets must be greater than 0, got "
                f"{num_oov_buckets}."
            )
        kind = lookup_key_dtype
        if kind is None:
            kind = dtypes.string if initializer is None else initializer.key_dtype
        super().__init__(kind, dtypes.int64, name or "hash_bucket")
        if not (self._key_dtype.is_integer or self._key_dtype is dtypes.string):
            raise TypeError(
                "StaticVocabularyTable: lookup_key_dtype must be a string or an integer "
                f"dtype, got {self._key_dtype.name}."
            )
        self._table: StaticHashTable | None = None
        if initializer is not None:
            if initializer.value_dtype is not dtypes.int64:
                raise TypeError(
                    "StaticVocabularyTable: the initializer's values must be int64, got "
                    f"{initializer.value_dtype.name}."
                )
            self._table = StaticHashTable(initializer, -1, name)
        self._buckets = num_oov_buckets

    @property
    def resource_handle(self) -> Any:
        """The handle of the table of known words, or None."""
        return None if self._table is None else self._table.resource_handle

    @property
    def initializer(self) -> Any:
        """The operation that fills the table, in a graph."""
        return None if self._table is None else self._table.initializer

    def size(self, name: str | None = None) -> Any:
        """How many words are known, plus the buckets."""
        if self._table is None:
            return convert_to_tensor(self._buckets, dtype=dtypes.int64)
        return self._table.size(name) + self._buckets

    def lookup(self, keys: Any, name: str | None = None) -> Any:
        """Finds the numbers of words.

        Args:
            keys: A tensor, sparse tensor or ragged tensor of words.
            name: Name of the node in a graph.

        Returns:
            Numbers of int64, in the form of `keys`.

        Raises:
            TypeError: The keys have another dtype.
        """
        if isinstance(keys, CompositeTensor):
            return _mapped(lambda values: self.lookup(values, name), keys)
        tensor = self._keys(keys)
        known = None
        if self._table is not None:
            words = tensor
            if words.dtype is not self._table.key_dtype:
                words = cast(words, self._table.key_dtype)
            known = self._table.lookup(words)
        text = tensor
        if tensor.dtype is not dtypes.string:
            text = string_numbers.as_string(tensor)
        bucket = string_hash.to_hash_bucket_fast(text, self._buckets)
        if known is None or self._table is None:
            return bucket
        return where(known != -1, known, bucket + self._table.size(), name=name)


class MutableHashTable(LookupInterface):
    """A table that can be changed.

    Args:
        key_dtype: The dtype of the keys.
        value_dtype: The dtype of the values.
        default_value: The value of keys that are missing; its shape is that of values.
        name: The name of the table.
        checkpoint: Accepted for compatibility.
        experimental_is_anonymous: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> table = tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1)
        >>> table.insert(["a", "b"], [1, 2])
        >>> table.remove(["a"])
        >>> table.lookup(["a", "b"]).numpy()
        array([-1,  2])
    """

    def __init__(
        self,
        key_dtype: Any,
        value_dtype: Any,
        default_value: Any,
        name: str = "MutableHashTable",
        checkpoint: bool = True,
        experimental_is_anonymous: bool = False,
    ) -> None:
        super().__init__(key_dtype, value_dtype, name)
        with init_scope(), name_scope(name):
            self._default: Any = convert_to_tensor(
                default_value, dtype=self._value_dtype
            )
            self._handle = self._described(self._make(), self._like())

    def _serialize_to_tensors(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        keys, values = self.export()
        return {"table-keys": keys, "table-values": values}

    def _restore_from_tensors(self, restored: dict[str, Any]) -> None:
        tables.lookup_table_import_op(
            self._handle, restored["table-keys"], restored["table-values"]
        )

    def _like(self) -> tables.Table:
        return tables.Table(self._key_dtype, self._value_dtype, self._default._dims)

    def _make(self) -> Any:
        options: dict[str, Any] = {
            "key_dtype": self._key_dtype,
            "value_dtype": self._value_dtype,
        }
        eager = current.interpreter.executing_eagerly
        if not self._default._dims:
            record = (
                tables.anonymous_mutable_hash_table_op
                if eager
                else tables.mutable_hash_table_op
            )
            return record(**options)
        record = (
            tables.anonymous_mutable_hash_table_of_tensors_op
            if eager
            else tables.mutable_hash_table_of_tensors_op
        )
        return record(value_shape=self._default._dims, **options)

    def lookup(  # type: ignore[override] # TensorFlow's order of arguments
        self, keys: Any, dynamic_default_values: Any = None, name: str | None = None
    ) -> Any:
        """Finds the values of keys.

        Args:
            keys: A tensor of the key's dtype.
            dynamic_default_values: One default for each key, instead of the table's.
            name: Name of the node in a graph.

        Returns:
            The values.

        Raises:
            TypeError: The keys have another dtype.
        """
        default = self._default
        if dynamic_default_values is not None:
            default = convert_to_tensor(dynamic_default_values, self._value_dtype)
        return tables.lookup_table_find_op(
            self._handle, self._keys(keys), default, name=name
        )

    def insert(self, keys: Any, values: Any, name: str | None = None) -> Any:
        """Puts keys and values into the table; known keys get the new values.

        Args:
            keys: A tensor of keys.
            values: A tensor with one value for each key.
            name: Name of the node in a graph.

        Returns:
            The operation in a graph, None when executing eagerly.

        Raises:
            TypeError: The keys have another dtype.
        """
        return tables.lookup_table_insert_op(
            self._handle,
            self._keys(keys),
            convert_to_tensor(values, dtype=self._value_dtype),
            name=name,
        )

    def remove(self, keys: Any, name: str | None = None) -> Any:
        """Takes keys out of the table; missing ones are passed over.

        Args:
            keys: A tensor of keys.
            name: Name of the node in a graph.

        Returns:
            The operation in a graph, None when executing eagerly.

        Raises:
            TypeError: The keys have another dtype.
        """
        return tables.lookup_table_remove_op(self._handle, self._keys(keys), name=name)

    def export(self, name: str | None = None) -> Any:
        """All keys and values, as a pair of tensors."""
        return tables.lookup_table_export_op(
            self._handle, Tkeys=self._key_dtype, Tvalues=self._value_dtype, name=name
        )


class DenseHashTable(MutableHashTable):
    """A table that can be changed; two keys are set aside for its own use.

    Args:
        key_dtype: The dtype of the keys.
        value_dtype: The dtype of the values.
        default_value: The value of keys that are missing; its shape is that of values.
        empty_key: A key that is never used.
        deleted_key: Another key that is never used.
        initial_num_buckets: Accepted for compatibility.
        name: The name of the table.
        checkpoint: Accepted for compatibility.
        experimental_is_anonymous: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> table = tf.lookup.experimental.DenseHashTable(
        ...     tf.int64, tf.int64, default_value=-1, empty_key=0, deleted_key=-1
        ... )
        >>> table.insert(tf.constant([5], tf.int64), tf.constant([50], tf.int64))
        >>> table.lookup(tf.constant([5, 6], tf.int64)).numpy()
        array([50, -1])
    """

    def __init__(
        self,
        key_dtype: Any,
        value_dtype: Any,
        default_value: Any,
        empty_key: Any,
        deleted_key: Any,
        initial_num_buckets: int | None = None,
        name: str = "MutableDenseHashTable",
        checkpoint: bool = True,
        experimental_is_anonymous: bool = False,
    ) -> None:
        with init_scope():
            kind = dtypes.as_dtype(key_dtype)
            self._empty: Any = convert_to_tensor(empty_key, dtype=kind)
            self._deleted: Any = convert_to_tensor(deleted_key, dtype=kind)
        self._initial_buckets = initial_num_buckets or 131072
        super().__init__(key_dtype, value_dtype, default_value, name, checkpoint)

    def _like(self) -> tables.Table:
        return tables.Table(
            self._key_dtype, self._value_dtype, self._default._dims, self._empty._dims
        )

    def _make(self) -> Any:
        eager = current.interpreter.executing_eagerly
        record = (
            tables.anonymous_mutable_dense_hash_table_op
            if eager
            else tables.mutable_dense_hash_table_op
        )
        return record(
            self._empty,
            self._deleted,
            value_dtype=self._value_dtype,
            value_shape=self._default._dims,
            initial_num_buckets=self._initial_buckets,
        )

    def insert_or_assign(self, keys: Any, values: Any, name: str | None = None) -> Any:
        """Puts keys and values into the table; see `insert`."""
        return self.insert(keys, values, name)

    def erase(self, keys: Any, name: str | None = None) -> Any:
        """Takes keys out of the table; see `remove`."""
        return self.remove(keys, name)
