"""Lookup tables: the resource, and the records of the ops that fill and ask it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import scalar
from tensorbrook._src.ops.state import resource_of
from tensorbrook._src.ops.string_arrays import of_bytes, wrong

_NO_TABLES = unsupported("a lookup table lives outside of the compiled program")


class Table:
    """A mapping from keys to values of fixed dtypes; a resource.

    Args:
        key_dtype: The dtype of the keys.
        value_dtype: The dtype of the values.
        value_dims: The shape of each value.
        key_dims: The shape of each key.
        fixed: Whether the content is set once and for all.
        reserved: Keys that a table of this kind can't hold.
    """

    def __init__(
        self,
        key_dtype: DType,
        value_dtype: DType,
        value_dims: tuple[int, ...] = (),
        key_dims: tuple[int, ...] = (),
        fixed: bool = False,
        reserved: Iterable[Any] = (),
    ) -> None:
        self.key_dtype = key_dtype
        self.value_dtype = value_dtype
        self.value_dims = value_dims
        self.key_dims = key_dims
        self.fixed = fixed
        self.reserved = set(reserved)
        self.content: dict[Any, Any] = {}
        self.is_initialized = not fixed
        self._lock = threading.RLock()

    def hashable(self, keys: Any) -> list[Any]:
        """The keys of an array in a form that a dict takes."""
        keys = np.asarray(keys)
        if not self.key_dims:
            return keys.reshape(-1).tolist()
        size = int(np.prod(self.key_dims))
        return [tuple(row) for row in keys.reshape(-1, size).tolist()]

    def _check_usable(self) -> None:
        if not self.is_initialized:
            raise errors.FailedPreconditionError(
                None,
                None,
                "The table is not initialized. In a graph, run "
                "tf.compat.v1.tables_initializer() first.",
            )

    def _check_keys(self, keys: list[Any], doing: str) -> None:
        for key in keys:
            if key in self.reserved:
                raise wrong(
                    f"A key to {doing} must not be the table's empty or deleted key, "
                    f"got {key!r}."
                )

    def find(self, keys: Any, default: Any) -> Any:
        """The values of the keys, `default` for those that are missing."""
        self._check_usable()
        wanted = self.hashable(keys)
        self._check_keys(wanted, "look up")
        outer = np.shape(keys)[: np.ndim(keys) - len(self.key_dims)]
        default = np.asarray(default)
        per_key = default.ndim > len(self.value_dims)
        defaults = (
            default.reshape(len(wanted), *self.value_dims) if per_key else default
        )
        with self._lock:
            found = [
                self.content.get(key, defaults[index] if per_key else default[()])
                for index, key in enumerate(wanted)
            ]
        return self._values(found, outer)

    def _values(self, found: list[Any], outer: tuple[int, ...]) -> Any:
        dims = (*outer, *self.value_dims)
        if self.value_dtype is dtypes.string:
            flat = found
            if self.value_dims:
                flat = [item for part in found for item in np.asarray(part).flat]
            return of_bytes(flat, dims)
        return np.array(found, self.value_dtype.numpy_dtype).reshape(dims)

    def insert(self, keys: Any, values: Any) -> None:
        """Puts keys and values in; known keys get the new values."""
        names = self.hashable(keys)
        self._check_keys(names, "insert")
        with self._lock:
            self.content.update(zip(names, self._rows(values, len(names)), strict=True))

    def _rows(self, values: Any, count: int) -> Iterator[Any]:
        rows = np.asarray(values).reshape(count, *self.value_dims)
        return (rows[index] for index in range(count))

    def initialize(self, keys: Any, values: Any) -> None:
        """Sets the content of a table that is fixed from then on."""
        names = self.hashable(keys)
        content: dict[Any, Any] = {}
        for key, value in zip(names, self._rows(values, len(names)), strict=True):
            if key in content and not np.array_equal(content[key], value):
                raise errors.FailedPreconditionError(
                    None,
                    None,
                    f"The table has different values for the same key: {key!r} has "
                    f"{content[key]!r} and is given {value!r}, too.",
                )
            content[key] = value
        with self._lock:
            if self.is_initialized and len(content) != len(self.content):
                raise errors.FailedPreconditionError(
                    None, None, "The table is initialized already, with other content."
                )
            self.content, self.is_initialized = content, True

    def replace(self, keys: Any, values: Any) -> None:
        """Forgets the content and takes another."""
        with self._lock:
            self.content = {}
            self.insert(keys, values)

    def remove(self, keys: Any) -> None:
        """Takes keys out; those that are missing are passed over."""
        names = self.hashable(keys)
        self._check_keys(names, "remove")
        with self._lock:
            for key in names:
                self.content.pop(key, None)

    def export(self) -> tuple[Any, Any]:
        """All keys and values."""
        self._check_usable()
        with self._lock:
            names, found = list(self.content), list(self.content.values())
        if self.key_dtype is dtypes.string:
            keys = of_bytes(names, (len(names),))
        else:
            keys = np.array(names, self.key_dtype.numpy_dtype)
        return (
            keys.reshape(len(names), *self.key_dims),
            self._values(found, (len(names),)),
        )

    def size(self) -> int:
        """How many keys there are."""
        self._check_usable()
        return len(self.content)


_NAMES = (
    "container: string = '', shared_name: string = '', "
    "use_node_name_sharing: bool = False, "
)
_TYPES = "key_dtype: type, value_dtype: type"


def _handle_op(name: str, attrs: str, make: Any, inputs: str = "") -> Op:
    """A record that makes a table: one for each node, or for each run."""
    if name.startswith("Anonymous"):
        return Op(
            name,
            f"{inputs}-> table_handle: resource | {attrs}",
            shape=scalar,
            reference=lambda xp, *given, **options: make(options, *given),
            gradient=NOT_DIFFERENTIABLE,
            xla=_NO_TABLES,
            stateful=True,
        )

    def kept(xp: Any, *given: Any, state: dict[str, Any], **options: Any) -> Any:
        if "table" not in state:
            state.setdefault("table", make(options, *given))
        return state["table"]

    return Op(
        name,
        f"{inputs}-> table_handle: resource | {_NAMES}{attrs}",
        shape=scalar,
        reference=kept,
        gradient=NOT_DIFFERENTIABLE,
        xla=_NO_TABLES,
        stateful=True,
        kernel_state=lambda attrs: {},
    )


def _static(options: dict[str, Any]) -> Table:
    return Table(options["key_dtype"], options["value_dtype"], fixed=True)


def _mutable(options: dict[str, Any]) -> Table:
    dims = options.get("value_shape") or ()
    return Table(options["key_dtype"], options["value_dtype"], dims)


def _dense(options: dict[str, Any], empty_key: Any, deleted_key: Any) -> Table:
    empty = np.asarray(empty_key)
    plain = Table(
        _dtype_of(empty),
        options["value_dtype"],
        options.get("value_shape") or (),
        empty.shape,
    )
    pair = plain.hashable(empty) + plain.hashable(deleted_key)
    if pair[0] == pair[1]:
        raise wrong(f"The empty key and the deleted key must differ, got {pair[0]!r}.")
    plain.reserved = set(pair)
    return plain


def dense_without_deletion(options: dict[str, Any], empty_key: Any) -> Table:
    """A table of which no key can be taken out, so that it needs no mark for that."""
    empty = np.asarray(empty_key)
    dims = options.get("value_shape") or ()
    made = Table(_dtype_of(empty), options["value_dtype"], dims, empty.shape)
    made.reserved = set(made.hashable(empty))
    return made


_OF_TENSORS = f"{_TYPES}, value_shape: shape = ()"
_DENSE = (
    f"{_OF_TENSORS}, initial_num_buckets: int = 131072, max_load_factor: float = 0.8"
)
_DENSE_INPUTS = "empty_key: key_dtype, deleted_key: key_dtype "

hash_table_op = _handle_op("HashTableV2", _TYPES, _static)
anonymous_hash_table_op = _handle_op("AnonymousHashTable", _TYPES, _static)
mutable_hash_table_op = _handle_op("MutableHashTableV2", _TYPES, _mutable)
anonymous_mutable_hash_table_op = _handle_op(
    "AnonymousMutableHashTable", _TYPES, _mutable
)
mutable_hash_table_of_tensors_op = _handle_op(
    "MutableHashTableOfTensorsV2", _OF_TENSORS, _mutable
)
anonymous_mutable_hash_table_of_tensors_op = _handle_op(
    "AnonymousMutableHashTableOfTensors", _OF_TENSORS, _mutable
)
mutable_dense_hash_table_op = _handle_op(
    "MutableDenseHashTableV2", _DENSE, _dense, _DENSE_INPUTS
)
anonymous_mutable_dense_hash_table_op = _handle_op(
    "AnonymousMutableDenseHashTable", _DENSE, _dense, _DENSE_INPUTS
)


def _dtype_of(array: Any) -> DType:
    kind = np.asarray(array).dtype
    return dtypes.string if kind.kind in "OSU" else dtypes.as_dtype(kind)


def _check_types(table: Table, keys: Any, values: Any = None) -> None:
    for what, array, dtype in (
        ("keys", keys, table.key_dtype),
        ("values", values, table.value_dtype),
    ):
        if array is None:
            continue
        own = _dtype_of(array)
        if own is not dtype:
            raise wrong(f"The table has {what} of dtype {dtype.name}, got {own.name}.")


def _with_values(method: str) -> Any:
    def kernel(xp: Any, table_handle: Table, keys: Any, values: Any) -> None:
        _check_types(table_handle, keys, values)
        getattr(table_handle, method)(keys, values)

    return kernel


def _filler(name: str, kinds: str, method: str) -> Op:
    first, second = kinds.split()
    return Op(
        name,
        f"table_handle: resource, keys: {first}, values: {second} -> | {first}: type, "
        f"{second}: type",
        shape=lambda c: [],
        reference=_with_values(method),
        gradient=NOT_DIFFERENTIABLE,
        xla=_NO_TABLES,
        stateful=True,
    )


initialize_table_op = _filler("InitializeTableV2", "Tkey Tval", "initialize")
lookup_table_insert_op = _filler("LookupTableInsertV2", "Tin Tout", "insert")


def _import(xp: Any, table_handle: Table, keys: Any, values: Any) -> None:
    _check_types(table_handle, keys, values)
    if table_handle.fixed:
        table_handle.initialize(keys, values)
    else:
        table_handle.replace(keys, values)


lookup_table_import_op = Op(
    "LookupTableImportV2",
    "table_handle: resource, keys: Tin, values: Tout -> | Tin: type, Tout: type",
    shape=lambda c: [],
    reference=_import,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_TABLES,
    stateful=True,
)


def _described(c: ShapeContext) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The shapes of one key and one value, scalars where nothing is known."""
    table = resource_of(c.inputs[0])
    return (table.key_dims, table.value_dims) if isinstance(table, Table) else ((), ())


def _found_shape(c: ShapeContext) -> Dims:
    keys, (key_dims, value_dims) = c.shape(1), _described(c)
    if keys is None:
        return None
    return (*keys[: len(keys) - len(key_dims)], *value_dims)


def _find(xp: Any, table_handle: Table, keys: Any, default_value: Any) -> Any:
    _check_types(table_handle, keys, default_value)
    return table_handle.find(keys, default_value)


lookup_table_find_op = Op(
    "LookupTableFindV2",
    "table_handle: resource, keys: Tin, default_value: Tout -> values: Tout | "
    "Tin: type, Tout: type",
    shape=_found_shape,
    reference=_find,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_TABLES,
    stateful=True,
)


def _remove(xp: Any, table_handle: Table, keys: Any) -> None:
    _check_types(table_handle, keys)
    table_handle.remove(keys)


lookup_table_remove_op = Op(
    "LookupTableRemoveV2",
    "table_handle: resource, keys: Tin -> | Tin: type",
    shape=lambda c: [],
    reference=_remove,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_TABLES,
    stateful=True,
)

lookup_table_size_op = Op(
    "LookupTableSizeV2",
    "table_handle: resource -> size: int64",
    shape=scalar,
    reference=lambda xp, table_handle: np.int64(table_handle.size()),
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_TABLES,
    stateful=True,
)


def _exported_shapes(c: ShapeContext) -> list[Dims]:
    key_dims, value_dims = _described(c)
    return [(None, *key_dims), (None, *value_dims)]


def _export(xp: Any, table_handle: Table, Tkeys: DType, Tvalues: DType) -> Any:
    return table_handle.export()


lookup_table_export_op = Op(
    "LookupTableExportV2",
    "table_handle: resource -> keys: Tkeys, values: Tvalues | Tkeys: type, Tvalues: type",
    shape=_exported_shapes,
    reference=_export,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_TABLES,
    stateful=True,
)

LINE_NUMBER, WHOLE_LINE = -1, -2


def _column(lines: list[bytes], index: int, delimiter: bytes, first: int) -> list[Any]:
    """One column of a file, whole lines, or their numbers."""
    if index == LINE_NUMBER:
        return list(range(first, first + len(lines)))
    if index == WHOLE_LINE:
        return lines
    found = []
    for number, line in enumerate(lines):
        parts = line.split(delimiter)
        if index >= len(parts):
            raise wrong(
                f"Line {number} of the vocabulary has {len(parts)} columns, so there is "
                f"no column {index}: {line!r}."
            )
        found.append(parts[index])
    return found


def _typed(column: list[Any], dtype: DType) -> Any:
    if dtype is dtypes.string:
        return of_bytes(str(x).encode() if isinstance(x, int) else x for x in column)
    try:
        if dtype.is_integer:
            return np.array([int(item) for item in column], dtype.numpy_dtype)
        return np.array([float(item) for item in column], dtype.numpy_dtype)
    except ValueError:
        raise wrong(
            f"A column of the vocabulary holds something that is not {dtype.name}."
        ) from None


def _read_lines(path: str, vocab_size: int) -> list[bytes]:
    try:
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
    except OSError as problem:
        raise errors.NotFoundError(
            None, None, f"The vocabulary {path} can't be read: {problem.strerror}."
        ) from None
    if lines and not lines[-1]:
        lines.pop()
    lines = [line.removesuffix(b"\r") for line in lines]
    if 0 <= vocab_size and len(lines) < vocab_size:
        raise wrong(
            f"The vocabulary {path} has {len(lines)} lines, fewer than the vocab_size "
            f"{vocab_size}."
        )
    kept = lines if vocab_size < 0 else lines[:vocab_size]
    if b"" in kept:
        raise wrong(f"Line {kept.index(b'')} of the vocabulary {path} is empty.")
    return kept


def _initialize_from_file(
    xp: Any,
    table_handle: Table,
    filename: Any,
    key_index: int,
    value_index: int,
    vocab_size: int,
    delimiter: str,
    offset: int,
) -> None:
    path = np.asarray(filename, object).item().decode()
    lines = _read_lines(path, vocab_size)
    mark = delimiter.encode()
    keys = _column(lines, key_index, mark, 0)
    values = _column(lines, value_index, mark, offset)
    table_handle.initialize(
        _typed(keys, table_handle.key_dtype), _typed(values, table_handle.value_dtype)
    )


initialize_table_from_text_file_op = Op(
    "InitializeTableFromTextFileV2",
    "table_handle: resource, filename: string -> | key_index: int >= -2, "
    "value_index: int >= -2, vocab_size: int >= -1 = -1, delimiter: string = '\\t', "
    "offset: int = 0",
    shape=lambda c: [],
    reference=_initialize_from_file,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_TABLES,
    stateful=True,
)
