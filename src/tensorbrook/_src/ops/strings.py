"""Strings: case, length, joining, cutting."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import broadcast, same_as
from tensorbrook._src.ops.string_arrays import (
    NO_STRINGS,
    mapped,
    measured,
    of_bytes,
    raw,
    text,
    wrong,
)


def _cased(name: str, method: str) -> Op:
    def kernel(xp: Any, input: Any, encoding: str) -> Any:
        if encoding.lower() not in ("", "utf-8"):
            raise wrong(
                f"{name}: the encoding must be 'utf-8' or empty (ASCII), got {encoding!r}."
            )
        if encoding:
            return mapped(lambda item: raw(getattr(text(item), method)()), input)
        return mapped(getattr(bytes, method), input)

    return Op(
        name,
        "input: string -> output: string | encoding: string = ''",
        shape=same_as(0),
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        elementwise=True,
        xla=NO_STRINGS,
    )


string_lower_op = _cased("StringLower", "lower")
string_upper_op = _cased("StringUpper", "upper")

string_strip_op = Op(
    "StringStrip",
    "input: string -> output: string",
    shape=same_as(0),
    reference=lambda xp, input: mapped(bytes.strip, input),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def _characters(item: bytes) -> int:
    return sum(byte & 0xC0 != 0x80 for byte in item)


string_length_op = Op(
    "StringLength",
    "input: string -> output: int32 | unit: {'BYTE', 'UTF8_CHAR'} = 'BYTE'",
    shape=same_as(0),
    reference=lambda xp, input, unit: measured(
        len if unit == "BYTE" else _characters, input, np.int32
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def _joined_shape(c: ShapeContext) -> Dims:
    found: Dims = ()
    for dims in c.shapes():
        if dims is None:
            return None
        if dims == () or dims == found:
            continue
        if found and (
            len(dims) != len(found)
            or any(
                a != b and None not in (a, b) for a, b in zip(dims, found, strict=True)
            )
        ):
            raise c.fail(
                "StringJoin: the inputs must have one shape or be scalars, got shapes "
                f"{found} and {dims}."
            )
        found = dims
    return found


def _join_kernel(xp: Any, inputs: list[Any], separator: str) -> Any:
    if not inputs:
        return of_bytes([b""], ())
    arrays = np.broadcast_arrays(*(np.asarray(item, object) for item in inputs))
    between = raw(separator)
    rows = zip(*(array.reshape(-1).tolist() for array in arrays), strict=True)
    return of_bytes(map(between.join, rows), arrays[0].shape)


string_join_op = Op(
    "StringJoin",
    "inputs: N * string -> output: string | N: int >= 0, separator: string = ''",
    shape=_joined_shape,
    reference=_join_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def _reduced_shape(c: ShapeContext) -> Dims:
    dims, axes = c.shape(0), c.value(1)
    if dims is None or axes is None:
        return None
    wanted = set()
    for axis in np.reshape(axes, -1).tolist():
        if not -len(dims) <= axis < len(dims):
            raise errors.OutOfRangeError(
                None, None, f"ReduceJoin: {axis} is not an axis of shape {dims}."
            )
        if axis % len(dims) in wanted:
            raise c.fail(f"ReduceJoin: the axis {axis} is given twice.")
        wanted.add(axis % len(dims))
    if c.attrs["keep_dims"]:
        return tuple(1 if i in wanted else dim for i, dim in enumerate(dims))
    return tuple(dim for i, dim in enumerate(dims) if i not in wanted)


def _reduce_kernel(
    xp: Any, inputs: Any, reduction_indices: Any, keep_dims: bool, separator: str
) -> Any:
    array = np.asarray(inputs, object)
    axes = [int(axis) % array.ndim for axis in np.reshape(reduction_indices, -1)]
    kept = [axis for axis in range(array.ndim) if axis not in axes]
    if not axes:
        return array
    # The axis that is named first is the one whose elements come one after the other.
    moved = array.transpose(kept + axes[::-1])
    outer = moved.shape[: len(kept)]
    count = int(np.prod(outer))
    rows = moved.reshape(count, array.size // count if count else 0).tolist()
    joined = of_bytes(map(raw(separator).join, rows), outer)
    return np.expand_dims(joined, tuple(sorted(axes))) if keep_dims else joined


reduce_join_op = Op(
    "ReduceJoin",
    "inputs: string, reduction_indices: int32 -> output: string | "
    "keep_dims: bool = False, separator: string = ''",
    shape=_reduced_shape,
    reference=_reduce_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def _segments_shape(c: ShapeContext) -> Dims:
    dims, ids, count = c.shape(0), c.shape(1), c.number(2)
    if dims is None or ids is None:
        return None
    if len(ids) > len(dims) or any(
        a != b and None not in (a, b) for a, b in zip(ids, dims, strict=False)
    ):
        raise c.fail(
            "UnsortedSegmentJoin: the shape of the inputs must begin with that of the "
            f"segment ids, got {dims} and {ids}."
        )
    return (count, *dims[len(ids) :])


def _segments_kernel(
    xp: Any, inputs: Any, segment_ids: Any, num_segments: Any, separator: str
) -> Any:
    array, ids = np.asarray(inputs, object), np.asarray(segment_ids)
    count = int(num_segments)
    if count < 0:
        raise wrong(f"UnsortedSegmentJoin: num_segments must be >= 0, got {count}.")
    outside = ids[(ids < 0) | (ids >= count)]
    if outside.size:
        raise wrong(
            f"UnsortedSegmentJoin: the segment id {outside[0]} is not between 0 and "
            f"{count - 1}."
        )
    inner = array.shape[ids.ndim :]
    if 0 in inner:
        return np.empty((count, *inner), object)
    rows = array.reshape(ids.size, -1) if ids.size else array.reshape(0, 0)
    width = int(np.prod(inner))
    pieces: list[list[list[bytes]]] = [[[] for _ in range(width)] for _ in range(count)]
    for segment, row in zip(ids.reshape(-1).tolist(), rows.tolist(), strict=True):
        for column, item in enumerate(row):
            pieces[segment][column].append(item)
    between = raw(separator)
    flat = (between.join(items) for segment in pieces for items in segment)
    return of_bytes(flat, (count, *inner))


unsorted_segment_join_op = Op(
    "UnsortedSegmentJoin",
    "inputs: string, segment_ids: Tindices, num_segments: Tnumsegments -> "
    "output: string | Tindices: index, Tnumsegments: index = int32, "
    "separator: string = ''",
    shape=_segments_shape,
    reference=_segments_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def _part_shape(c: ShapeContext) -> Dims:
    position, length = c.shape(1), c.shape(2)
    if position is not None and length is not None and position != length:
        raise c.fail(
            f"Substr: `pos` and `len` must have one shape, got {position} and {length}."
        )
    return broadcast(c)


def _part_kernel(xp: Any, input: Any, pos: Any, count: Any, unit: str) -> Any:
    array, first, sizes = np.broadcast_arrays(np.asarray(input, object), pos, count)
    items = zip(
        array.reshape(-1).tolist(),
        first.reshape(-1).tolist(),
        sizes.reshape(-1).tolist(),
        strict=True,
    )
    take = _part if unit == "BYTE" else _part_of_text
    return of_bytes((take(*item) for item in items), array.shape)


def _place(size: int, first: int, item: bytes) -> int:
    if not -size <= first <= size:
        raise wrong(
            f"Substr: pos {first} is out of range for the string {item!r}, which has "
            f"{size} positions."
        )
    return first + size if first < 0 else first


def _part(item: bytes, first: int, count: int) -> bytes:
    start = _place(len(item), first, item)
    return item[start:] if count < 0 else item[start : start + count]


def _part_of_text(item: bytes, first: int, count: int) -> bytes:
    decoded = text(item)
    start = _place(len(decoded), first, item)
    return raw(decoded[start:] if count < 0 else decoded[start : start + count])


substr_op = Op(
    "Substr",
    "input: string, pos: T, len: T -> output: string | T: index, "
    "unit: {'BYTE', 'UTF8_CHAR'} = 'BYTE'",
    shape=_part_shape,
    reference=_part_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def lower(input: Any, encoding: str = "", name: str | None = None) -> Tensor:
    """Turns upper-case letters into lower-case ones.

    Args:
        input: A tensor of strings.
        encoding: `"utf-8"` for all letters of Unicode; by default only those of ASCII.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Raises:
        InvalidArgumentError: The encoding is another one.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.lower("ABC").numpy()
        b'abc'
    """
    return string_lower_op(input, encoding=encoding, name=name)  # type: ignore[no-any-return]


def upper(input: Any, encoding: str = "", name: str | None = None) -> Tensor:
    """Turns lower-case letters into upper-case ones; see `tf.strings.lower`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.upper("abc").numpy()
        b'ABC'
    """
    return string_upper_op(input, encoding=encoding, name=name)  # type: ignore[no-any-return]


def strip(input: Any, name: str | None = None) -> Tensor:
    """Removes white space at both ends.

    Args:
        input: A tensor of strings.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.strip(" a b ").numpy()
        b'a b'
    """
    return string_strip_op(input, name=name)  # type: ignore[no-any-return]


def length(input: Any, unit: str = "BYTE", name: str | None = None) -> Tensor:
    """Counts the bytes or characters of each string.

    Args:
        input: A tensor of strings.
        unit: `"BYTE"` or `"UTF8_CHAR"`.
        name: Name of the node in a graph.

    Returns:
        A tensor of int32 of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.length(["a", "abc"]).numpy()
        array([1, 3], dtype=int32)
    """
    return string_length_op(input, unit=unit, name=name)  # type: ignore[no-any-return]


def join(inputs: Any, separator: str = "", name: str | None = None) -> Tensor:
    """Joins the strings of several tensors, element by element.

    Args:
        inputs: A list of tensors of one shape; scalars are joined to every element.
        separator: Text between the parts.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings.

    Raises:
        InvalidArgumentError: The shapes differ.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.join([["a", "b"], "!"], separator=" ").numpy()
        array([b'a !', b'b !'], dtype=object)
    """
    parts = [convert_to_tensor(item) for item in inputs]
    return string_join_op(parts, separator=separator, name=name)  # type: ignore[no-any-return]


def reduce_join(
    inputs: Any,
    axis: Any = None,
    keepdims: bool = False,
    separator: str = "",
    name: str | None = None,
) -> Tensor:
    """Joins strings along axes.

    Args:
        inputs: A tensor of strings.
        axis: An axis or a list of axes, in the order in which they are joined; by default
            all of them, from the last to the first.
        keepdims: Whether the joined axes stay, with size 1.
        separator: Text between the parts.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings.

    Raises:
        OutOfRangeError: There is no such axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.reduce_join([["a", "b"], ["c", "d"]], axis=1).numpy()
        array([b'ab', b'cd'], dtype=object)
    """
    tensor = convert_to_tensor(inputs)
    if axis is None:
        axis = array_creation.range(shapes.rank(tensor) - 1, -1, -1)
    return reduce_join_op(  # type: ignore[no-any-return]
        tensor,
        axis,
        keep_dims=bool(keepdims),
        separator=separator,
        name=name,
    )


def unsorted_segment_join(
    inputs: Any,
    segment_ids: Any,
    num_segments: Any,
    separator: str = "",
    name: str | None = None,
) -> Tensor:
    """Joins the strings that have the same segment id.

    Args:
        inputs: A tensor of strings.
        segment_ids: The segment of each row.
        num_segments: The number of segments.
        separator: Text between the parts.
        name: Name of the node in a graph.

    Returns:
        A tensor with one row for each segment.

    Raises:
        InvalidArgumentError: A segment doesn't exist, or the shapes do not fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unsorted_segment_join(["a", "b", "c"], [1, 0, 1], 2, ":").numpy()
        array([b'b', b'a:c'], dtype=object)
    """
    return unsorted_segment_join_op(  # type: ignore[no-any-return]
        inputs, segment_ids, num_segments, separator=separator, name=name
    )


def substr(
    input: Any,
    pos: Any,
    len: Any,  # noqa: A002 - the public name
    unit: str = "BYTE",
    name: str | None = None,
) -> Tensor:
    """Cuts a part out of each string.

    Args:
        input: A tensor of strings.
        pos: Where each part begins; negative positions count from the end.
        len: How long each part is at most, negative for all the rest; shaped like `pos`.
        unit: `"BYTE"` or `"UTF8_CHAR"`.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings; the inputs are broadcast together.

    Raises:
        InvalidArgumentError: A position is outside of its string.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.substr(["hello", "world"], 1, 3).numpy()
        array([b'ell', b'orl'], dtype=object)
    """
    return substr_op(input, pos, len, unit=unit, name=name)  # type: ignore[no-any-return]
