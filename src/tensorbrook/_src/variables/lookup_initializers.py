"""Where the content of a lookup table comes from: tensors, or a text file."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.ops import tables
from tensorbrook._src.ops.constant import convert_to_tensor

_ASSETS = "asset_filepaths"  # the collection of files that a SavedModel takes along


class TableInitializerBase:
    """What fills a table.

    Args:
        key_dtype: The dtype of the keys.
        value_dtype: The dtype of the values.
    """

    def __init__(self, key_dtype: Any, value_dtype: Any) -> None:
        self._key_dtype = dtypes.as_dtype(key_dtype)
        self._value_dtype = dtypes.as_dtype(value_dtype)

    @property
    def key_dtype(self) -> DType:
        """The dtype of the keys."""
        return self._key_dtype

    @property
    def value_dtype(self) -> DType:
        """The dtype of the values."""
        return self._value_dtype

    def initialize(self, table: Any) -> Any:
        """Fills `table`; in a graph, returns the operation that does."""
        raise NotImplementedError(f"{type(self).__name__} must define initialize().")

    def _check(self, table: Any) -> None:
        if (table.key_dtype, table.value_dtype) != (self.key_dtype, self.value_dtype):
            raise TypeError(
                f"The initializer has keys of {self.key_dtype.name} and values of "
                f"{self.value_dtype.name}, the table {table.key_dtype.name} and "
                f"{table.value_dtype.name}."
            )


class KeyValueTensorInitializer(TableInitializerBase):
    """Fills a table with keys and values.

    Args:
        keys: A vector of keys.
        values: A vector of values, one for each key.
        key_dtype: The dtype of the keys; by default their own.
        value_dtype: The dtype of the values; by default their own.
        name: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> init = tf.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2])
        >>> tf.lookup.StaticHashTable(init, -1).lookup(tf.constant(["b", "c"])).numpy()
        array([ 2, -1], dtype=int32)
    """

    def __init__(
        self,
        keys: Any,
        values: Any,
        key_dtype: Any = None,
        value_dtype: Any = None,
        name: str | None = None,
    ) -> None:
        with init_scope():
            self._keys: Any = convert_to_tensor(keys, dtype=key_dtype)
            self._values: Any = convert_to_tensor(values, dtype=value_dtype)
        super().__init__(self._keys.dtype, self._values.dtype)

    def initialize(self, table: Any) -> Any:
        """Fills `table`; in a graph, returns the operation that does."""
        self._check(table)
        return tables.initialize_table_op(
            table.resource_handle, self._keys, self._values
        )


class TextFileIndex:
    """What a line of a file gives, besides its columns."""

    WHOLE_LINE = tables.WHOLE_LINE
    LINE_NUMBER = tables.LINE_NUMBER


class TextFileInitializer(TableInitializerBase):
    r"""Fills a table from the lines of a text file.

    Args:
        filename: The path.
        key_dtype: The dtype of the keys.
        key_index: The column of the keys, or a `TextFileIndex`.
        value_dtype: The dtype of the values.
        value_index: The column of the values, or a `TextFileIndex`.
        vocab_size: How many lines to read; by default all.
        delimiter: What stands between columns.
        name: Accepted for compatibility.
        value_index_offset: The number of the first line.

    Raises:
        ValueError: A column doesn't fit to its dtype.

    Example:
        >>> import pathlib, tempfile
        >>> import tensorbrook as tf
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder) / "words.txt"
        ...     _ = path.write_text("one\ntwo\n")
        ...     init = tf.lookup.TextFileInitializer(
        ...         str(path),
        ...         tf.string,
        ...         tf.lookup.TextFileIndex.WHOLE_LINE,
        ...         tf.int64,
        ...         tf.lookup.TextFileIndex.LINE_NUMBER,
        ...     )
        ...     table = tf.lookup.StaticHashTable(init, -1)
        >>> int(table.lookup(tf.constant("two")))
        1
    """

    def __init__(
        self,
        filename: Any,
        key_dtype: Any,
        key_index: int,
        value_dtype: Any,
        value_index: int,
        vocab_size: int | None = None,
        delimiter: str = "\t",
        name: str | None = None,
        value_index_offset: int = 0,
    ) -> None:
        super().__init__(key_dtype, value_dtype)
        if isinstance(filename, str | bytes) and not filename:
            raise ValueError("TextFileInitializer: the filename must not be empty.")
        if vocab_size is not None and vocab_size <= 0:
            raise ValueError(
                f"TextFileInitializer: vocab_size must be positive, got {vocab_size}."
            )
        self._filename = filename
        self._options: dict[str, Any] = {
            "key_index": key_index,
            "value_index": value_index,
            "vocab_size": -1 if vocab_size is None else vocab_size,
            "delimiter": delimiter,
            "offset": value_index_offset,
        }
        for what, index, kind in (
            ("key", key_index, self.key_dtype),
            ("value", value_index, self.value_dtype),
        ):
            if index < tables.WHOLE_LINE:
                raise ValueError(f"The {what}_index must be at least -2, got {index}.")
            if index == tables.LINE_NUMBER and kind is not dtypes.int64:
                raise ValueError(
                    f"Numbers of lines are int64, but the {what}_dtype is {kind.name}."
                )
            if index == tables.WHOLE_LINE and kind is not dtypes.string:
                if not (what == "key" and kind.is_integer):
                    raise ValueError(
                        f"Whole lines are strings, but the {what}_dtype is {kind.name}."
                    )

    def initialize(self, table: Any) -> Any:
        """Fills `table`; in a graph, returns the operation that does."""
        self._check(table)
        with init_scope():
            filename = convert_to_tensor(
                self._filename, dtype=dtypes.string, name="asset_path"
            )
            if not current.interpreter.executing_eagerly:
                current.interpreter.add_to_collection(_ASSETS, filename)
        return tables.initialize_table_from_text_file_op(
            table.resource_handle, filename, **self._options
        )
