"""`tf.io.decode_csv`, and examples written as JSON."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.varint import varint
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as

_STRINGS = unsupported("XLA has no strings")


def _wrong(text: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, text)


def _fields(record: str, delimiter: str, quotes: bool) -> list[str]:
    """The fields of one record; a quote within quotes is doubled."""
    if not quotes:
        return record.split(delimiter) if record else []
    if '"' not in record:
        if "\n" in record or "\r" in record:
            raise _wrong("Unquoted fields cannot have quotes/CRLFs inside")
        return record.split(delimiter) if record else []
    found, at = [], 0
    while at <= len(record):
        if at < len(record) and record[at] == '"':
            field, at = _quoted(record, at + 1, delimiter)
        else:
            end = record.find(delimiter, at)
            end = len(record) if end < 0 else end
            field, at = record[at:end], end
            if any(char in field for char in '"\n\r'):
                raise _wrong("Unquoted fields cannot have quotes/CRLFs inside")
        found.append(field)
        at += 1
    return found


def _quoted(record: str, at: int, delimiter: str) -> tuple[str, int]:
    """A field in quotes, and the place after the last one."""
    parts = []
    while True:
        end = record.find('"', at)
        if end < 0:
            raise _wrong("Quoted field has to end with quote followed by delim or end")
        parts.append(record[at:end])
        following = record[end + 1 : end + 2]
        if following in ("", delimiter):
            return '"'.join(parts), end + 1
        if following != '"':
            raise _wrong("Quote inside a string has to be escaped by another quote")
        at = end + 2


def _number(text: str, dtype: Any, field: int, record: int) -> Any:
    kind = float if dtype.is_floating else int
    try:
        value = dtype.numpy_dtype.type(kind(text))
    except (ValueError, OverflowError):
        name = {"float32": "float", "float64": "double"}.get(dtype.name, dtype.name)
        raise _wrong(
            f"Field {field} in record {record} is not a valid {name}: {text}"
        ) from None
    return value


def _decode(
    xp: Any,
    records: Any,
    record_defaults: Sequence[Any],
    field_delim: str,
    use_quote_delim: bool,
    na_value: str,
    select_cols: Sequence[int],
) -> list[Any]:
    types = [tensor.dtype for tensor in record_defaults]
    defaults = [tensor._array().reshape(-1) for tensor in record_defaults]
    rows = records._array()
    columns: list[list[Any]] = [[] for _ in types]
    for number, row in enumerate(rows.reshape(-1)):
        text = row.decode("utf-8", "surrogateescape")
        fields = _fields(text, field_delim, use_quote_delim)
        if select_cols:
            fields = [fields[k] for k in select_cols if k < len(fields)]
        if len(fields) != len(types):
            raise _wrong(
                f"Expect {len(types)} fields but have {len(fields)} in record {number}"
            )
        for index, (field, dtype) in enumerate(zip(fields, types, strict=True)):
            if field in ("", na_value):
                if not len(defaults[index]):
                    raise _wrong(
                        f"Field {index} is required but missing in record {number}!"
                    )
                value = defaults[index][0]
            elif dtype is dtypes.string:
                value = field.encode("utf-8", "surrogateescape")
            else:
                value = _number(field, dtype, index, number)
            columns[index].append(value)
    made = []
    for column, dtype in zip(columns, types, strict=True):
        array = np.empty(len(column), dtype.numpy_dtype)
        array[:] = column
        made.append(type(records)._made(array.reshape(rows.shape), dtype))
    return made


def _columns(c: ShapeContext) -> list[Dims]:
    if len(c.attrs["field_delim"]) != 1:
        raise c.fail("field_delim should be only 1 char")
    for index in range(1, len(c.inputs)):
        dims = c.shape(index)
        if dims is not None and (len(dims) > 1 or dims and (dims[0] or 0) > 1):
            raise c.fail(
                f"Shape of a default must be a length-0 or length-1 vector, or a scalar "
                f"(default {index - 1} has shape {dims})."
            )
    return [c.shape(0)] * (len(c.inputs) - 1)


decode_csv_op = Op(
    "DecodeCSV",
    "records: string, record_defaults: OUT_TYPE -> output: OUT_TYPE | "
    "OUT_TYPE: list({float32, float64, int32, int64, string}), "
    r"field_delim: string = '\x2c', use_quote_delim: bool = True, na_value: string = '', "
    "select_cols: list(int) = []",
    shape=_columns,
    reference=_decode,
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
    on_tensors=True,
)


def _from_json(xp: Any, json_examples: Any) -> np.ndarray[Any, Any]:
    from google.protobuf import json_format

    made = np.empty(json_examples.shape, object)
    for index, text in np.ndenumerate(json_examples):
        try:
            example = json_format.Parse(text, message("Example")())
        except (json_format.ParseError, UnicodeDecodeError) as problem:
            raise _wrong(f"Error while parsing JSON: {problem}") from problem
        made[index] = _one_by_one(example)
    return made


def _one_by_one(example: Any) -> bytes:
    """The bytes of an Example in which each number stands on its own.

    That is how TensorFlow writes what it read as JSON.
    """
    entries = []
    for name, feature in example.features.feature.items():
        kind = feature.WhichOneof("kind")
        content = b""
        if kind is not None:
            values = getattr(feature, kind).value
            number, items = _FIELDS[kind]
            content = _field(number, b"".join(map(items, values)))
        entry = _field(1, name.encode()) + _field(2, content)
        entries.append(_field(1, entry))
    return _field(1, b"".join(entries))


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes: its number, their count, and they."""
    return varint(number << 3 | 2) + varint(len(content)) + content


_FIELDS: dict[str, tuple[int, Any]] = {
    "bytes_list": (1, lambda item: _field(1, item)),
    "float_list": (2, lambda item: b"\x0d" + struct.pack("<f", item)),
    "int64_list": (3, lambda item: b"\x08" + varint(item % (1 << 64))),
}


decode_json_example_op = Op(
    "DecodeJSONExample",
    "json_examples: string -> binary_examples: string",
    shape=same_as(0),
    reference=_from_json,
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
)


def decode_csv(
    records: Any,
    record_defaults: Sequence[Any],
    field_delim: str = ",",
    use_quote_delim: bool = True,
    na_value: str = "",
    select_cols: Sequence[int] | None = None,
    name: str | None = None,
) -> list[Tensor]:
    """Splits lines of CSV into columns.

    Args:
        records: A string tensor with one line in each element.
        record_defaults: For each column a tensor of its dtype, that holds the value of
            empty fields; one without elements says that a field must not be empty.
        field_delim: What separates fields.
        use_quote_delim: Whether a field in quotes may hold separators.
        na_value: A further text that means: empty.
        select_cols: The columns to keep, in growing order; by default all.
        name: Name of the node in a graph.

    Returns:
        A tensor for each column, of the shape of `records`.

    Raises:
        ValueError: `select_cols` doesn't grow, or has another length than the defaults.
        errors.InvalidArgumentError: A line is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> a, b = tf.io.decode_csv(["1,x", "2,y"], [[0], [""]])
        >>> a.numpy(), b.numpy()
        (array([1, 2], dtype=int32), array([b'x', b'y'], dtype=object))
    """
    chosen = list(select_cols or ())
    if any(one >= two for one, two in zip(chosen, chosen[1:], strict=False)):
        raise ValueError("select_cols is not strictly increasing.")
    if chosen and chosen[0] < 0:
        raise ValueError("select_cols contains negative values.")
    if select_cols is not None and len(chosen) != len(record_defaults):
        raise ValueError("Length of select_cols and record_defaults do not match.")
    return decode_csv_op(  # type: ignore[no-any-return]
        records,
        [convert_to_tensor(item) for item in record_defaults],
        field_delim=field_delim,
        use_quote_delim=use_quote_delim,
        na_value=na_value,
        select_cols=chosen,
        name=name,
    )


def decode_json_example(json_examples: Any, name: str | None = None) -> Tensor:
    """Turns examples written as JSON into serialised Example messages.

    Args:
        json_examples: A string tensor.
        name: Name of the node in a graph.

    Returns:
        A string tensor of the same shape.

    Raises:
        errors.InvalidArgumentError: A string is no such JSON.

    Example:
        >>> import tensorbrook as tf
        >>> text = '{"features": {"feature": {"a": {"int64List": {"value": [1]}}}}}'
        >>> tf.io.decode_json_example(text).numpy()
        b'\\n\\x0b\\n\\t\\n\\x01a\\x12\\x04\\x1a\\x02\\x08\\x01'
    """
    return decode_json_example_op(json_examples, name=name)  # type: ignore[no-any-return]
