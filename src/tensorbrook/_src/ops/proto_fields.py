"""`tf.io.decode_proto` and `encode_proto`: fields of messages as tensors."""

from __future__ import annotations

import functools
import pathlib
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats import proto_wire, schema

_HOST = unsupported("XLA has no strings")
_SOURCE = "descriptor_source: string = 'local://'"
#: By the number of a field's type, the dtypes that its values may have.
_DTYPES: dict[int, tuple[dtypes.DType, ...]] = {
    **dict.fromkeys((1,), (dtypes.float64,)),
    **dict.fromkeys((2,), (dtypes.float32, dtypes.float64)),
    **dict.fromkeys((3, 16, 18), (dtypes.int64,)),
    **dict.fromkeys((4, 6), (dtypes.uint64,)),
    **dict.fromkeys((5, 15, 17), (dtypes.int32, dtypes.int64)),
    **dict.fromkeys((7, 13), (dtypes.uint32, dtypes.uint64)),
    **dict.fromkeys((8,), (dtypes.bool,)),
    **dict.fromkeys((9, 11, 12), (dtypes.string,)),
    **dict.fromkeys((14,), (dtypes.int32,)),
}
_MESSAGE = 11


def _wrong(message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, message)


@functools.lru_cache(maxsize=64)
def _descriptor(source: str, name: str) -> Any:
    """The description of a message, from a set of files if there is one."""
    from google.protobuf import descriptor_pb2, descriptor_pool
    from google.protobuf import message as messages

    try:
        if source in ("", "local://"):
            return schema.descriptor(name)
        if source.startswith("bytes://"):
            content = source[len("bytes://") :].encode("utf-8", "surrogateescape")
        else:
            content = pathlib.Path(source).read_bytes()
        files = descriptor_pb2.FileDescriptorSet.FromString(content)
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.AddSerializedFile(file.SerializeToString())
        return pool.FindMessageTypeByName(name)
    except KeyError:
        raise _wrong(f"No descriptor found for message type {name}") from None
    except (OSError, messages.DecodeError, TypeError) as problem:
        raise _wrong(
            f"descriptor_source {source[:80]!r} is no set of file descriptors: {problem}"
        ) from None


def _fields_of(source: str, name: str, fields: Any, types: Any) -> list[Any]:
    """The descriptions of fields, whose types must suit the dtypes."""
    if len(fields) != len(types):
        raise _wrong(
            f"field_names and the types must have one length, got {len(fields)} and "
            f"{len(types)}"
        )
    known = _descriptor(source, name).fields_by_name
    found = []
    for field, dtype in zip(fields, types, strict=True):
        if field not in known:
            raise _wrong(f"Unknown field: {field} in message type {name}")
        allowed = _DTYPES.get(known[field].type, ())
        if dtype not in allowed:
            names = " or ".join(kind.name for kind in allowed) or "no tensor"
            raise _wrong(f"The field {name}.{field} takes {names}, not {dtype.name}")
        found.append(known[field])
    return found


def _default(field: Any) -> Any:
    if field.type == _MESSAGE or field.is_repeated:
        return None
    value = field.default_value
    return value.encode() if isinstance(value, str) else value


def _binary(data: bytes, name: str, source: str) -> bytes:
    """The bytes of a message that is given as text."""
    from google.protobuf import message_factory, text_format

    made = message_factory.GetMessageClass(_descriptor(source, name))()
    try:
        text_format.Parse(data, made)
    except text_format.ParseError as problem:
        raise errors.DataLossError(
            None, None, f"Unable to parse text protobuf: {problem}"
        ) from None
    return made.SerializeToString()  # type: ignore[no-any-return]


def _read(data: bytes, fields: dict[int, Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    try:
        for number, wire, content in proto_wire.fields(data):
            field = fields.get(number)
            if field is None:
                continue
            items = proto_wire.values(field, wire, content)
            if field.is_repeated:
                found.setdefault(number, []).extend(items)
            else:
                found[number] = items or [None]
    except ValueError as problem:
        raise errors.DataLossError(
            None, None, f"A message can't be decoded: {problem}"
        ) from None
    return found


def _decode(
    xp: Any,
    bytes: Any,  # noqa: A002
    message_type: str,
    field_names: Any,
    output_types: Any,
    descriptor_source: str,
    message_format: str,
    sanitize: bool,
) -> tuple[Any, list[Any]]:
    if message_format not in ("binary", "text"):
        raise _wrong("format must be one of binary or text")
    if not bytes.size:
        raise _wrong("Bufs argument must contain at least one value")
    fields = _fields_of(descriptor_source, message_type, field_names, output_types)
    numbers = {field.number: field for field in fields}
    rows = []
    for data in bytes.reshape(-1):
        if message_format == "text":
            data = _binary(data, message_type, descriptor_source)
        rows.append(_read(data, numbers))
    sizes = np.zeros((len(rows), len(fields)), np.int32)
    values = []
    taken: set[int] = set()
    for column, (field, dtype) in enumerate(zip(fields, output_types, strict=True)):
        again = field.number in taken  # the first of equal names gets the values
        taken.add(field.number)
        items = [[] if again else row.get(field.number, []) for row in rows]
        sizes[:, column] = [len(item) for item in items]
        values.append(_matrix(field, dtype, items).reshape(*bytes.shape, -1))
    return sizes.reshape(*bytes.shape, len(fields)), values


def _matrix(field: Any, dtype: Any, items: list[list[Any]]) -> Any:
    """Values by message, filled up with the default of the field."""
    empty = b"" if dtype is dtypes.string else 0
    default = _default(field)
    default = empty if default is None else default
    width = max(1, max(map(len, items)))
    made = np.full((len(items), width), default, dtype.numpy_dtype)
    for row, item in enumerate(items):
        for place, value in enumerate(item):
            made[row, place] = empty if value is None else value
    return made


def _decoded(c: ShapeContext) -> list[Dims]:
    dims, count = c.shape(0), len(c.attrs["output_types"])
    if dims is None:
        return [None] * (count + 1)
    sizes: list[Dims] = [(*dims, len(c.attrs["field_names"]))]
    return sizes + [(*dims, None)] * count


decode_proto_op = Op(
    "DecodeProtoV2",
    "bytes: string -> sizes: int32, values: output_types | message_type: string, "
    f"field_names: list(string), output_types: list(type), {_SOURCE}, "
    "message_format: string = 'binary', sanitize: bool = False",
    shape=_decoded,
    reference=_decode,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _encoded(c: ShapeContext) -> Dims:
    sizes, names = c.shape(0), c.attrs["field_names"]
    batch: Dims = None
    for index, name in enumerate(names[: len(c.inputs) - 1]):
        dims = c.shape(index + 1)
        if dims is None:
            continue
        if len(dims) < 2:
            raise c.fail(
                f"Invalid shape for field {name}.  Saw shape {list(dims)} but it should be "
                "at least a matrix."
            )
        if batch is not None and None not in batch + dims and dims[:-1] != batch:
            raise c.fail(f"Values must have one shape: {name} has {dims}, not {batch}")
        batch = dims[:-1]
    if sizes is not None and batch is not None and None not in sizes + batch:
        if sizes != (*batch, len(names)):
            raise c.fail(
                "sizes should be batch_size + [len(field_names)].  Saw: "
                f"{list(sizes)} but expected: {[*batch, len(names)]}"
            )
    return batch


def _encode(
    xp: Any,
    sizes: Any,
    values: Any,
    field_names: Any,
    message_type: str,
    descriptor_source: str,
) -> Any:
    types = [
        dtypes.string if value.dtype == object else dtypes.as_dtype(value.dtype)
        for value in values
    ]
    fields = _fields_of(descriptor_source, message_type, field_names, types)
    batch = sizes.shape[:-1]
    counts = sizes.reshape(-1, len(fields))
    columns = [value.reshape(len(counts), value.shape[-1]) for value in values]
    made = np.empty(len(counts), object)
    order = sorted(range(len(fields)), key=lambda place: fields[place].number)
    for row in range(len(counts)):
        parts = []
        for place in order:
            count, column = int(counts[row, place]), columns[place]
            if count > column.shape[1]:
                raise _wrong(
                    "Size to write must not be larger than value tensor; but saw: "
                    f"{count} > {column.shape[1]} at message {row} field {place}"
                )
            items = column[row, : max(count, 0)].tolist()
            parts.append(proto_wire.written(fields[place], items))
        made[row] = b"".join(parts)
    return made.reshape(batch)


encode_proto_op = Op(
    "EncodeProto",
    "sizes: int32, values: Tinput_types -> bytes: string | field_names: list(string), "
    f"message_type: string, {_SOURCE}, Tinput_types: list(type)",
    shape=_encoded,
    reference=_encode,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def decode_proto(
    bytes: Any,  # noqa: A002
    message_type: str,
    field_names: Any,
    output_types: Any,
    descriptor_source: Any = "local://",
    message_format: str = "binary",
    sanitize: bool = False,
    name: str | None = None,
) -> Any:
    """Reads fields of serialised protocol buffer messages.

    Args:
        bytes: A tensor of serialised messages.
        message_type: The full name of their type.
        field_names: The fields to read.
        output_types: Their dtypes; messages in them come as strings.
        descriptor_source: "local://" for types that the program knows, the path of a
            serialised FileDescriptorSet, or "bytes://" followed by one.
        message_format: "binary" or "text".
        sanitize: Accepted for compatibility; unknown fields are never returned.
        name: Name of the node in a graph.

    Returns:
        How often each field is in each message, and for each field its values, filled
        up to one length with the default of the field.

    Raises:
        tf.errors.InvalidArgumentError: A name is unknown, or a dtype doesn't suit.
        tf.errors.DataLossError: A message is broken.

    Example:
        >>> import tensorbrook as tf
        >>> message = tf.train.Int64List(value=[3, 4]).SerializeToString()
        >>> found = tf.io.decode_proto(
        ...     [message], "tensorflow.Int64List", ["value"], [tf.int64])
        >>> found.values[0].numpy()
        array([[3, 4]])
    """
    return decode_proto_op(
        bytes,
        message_type=message_type,
        field_names=field_names,
        output_types=output_types,
        descriptor_source=descriptor_source,
        message_format=message_format,
        sanitize=sanitize,
        name=name,
    )


def encode_proto(
    sizes: Any,
    values: Any,
    field_names: Any,
    message_type: str,
    descriptor_source: Any = "local://",
    name: str | None = None,
) -> Tensor:
    """Makes serialised protocol buffer messages of tensors.

    Args:
        sizes: How many values of each field go into each message.
        values: For each field a tensor with the values along its last axis.
        field_names: The names of the fields.
        message_type: The full name of the type of the messages.
        descriptor_source: As for `decode_proto`.
        name: Name of the node in a graph.

    Returns:
        A tensor of serialised messages.

    Raises:
        tf.errors.InvalidArgumentError: A name, dtype or shape doesn't suit.

    Example:
        >>> import tensorbrook as tf
        >>> values = [tf.constant([[3, 4]], tf.int64)]
        >>> made = tf.io.encode_proto([[2]], values, ["value"], "tensorflow.Int64List")
        >>> list(tf.train.Int64List.FromString(made[0].numpy()).value)
        [3, 4]
    """
    return encode_proto_op(  # type: ignore[no-any-return]
        sizes,
        values,
        field_names=field_names,
        message_type=message_type,
        descriptor_source=descriptor_source,
        name=name,
    )
