"""Slices: `tf.slice`, `tf.strided_slice`, and `tensor[...]`."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor, integers
from tensorbrook._src.ops.rules import from_input

_INT32_LIMIT = 2**31 - 1
_MOST_ENTRIES = 32  # the masks are int32


def _sliced(c: ShapeContext) -> Dims:
    dims, begin, size = c.shape(0), c.vector(1), c.vector(2)
    if dims is None:
        return c.value_as_shape(2)
    if begin is None or size is None:
        sizes = c.value_as_shape(2)
        return (None,) * len(dims) if sizes is None else sizes
    if len(begin) != len(dims) or len(size) != len(dims):
        raise c.fail(
            f"Expected begin and size arguments to be 1-D tensors of size {len(dims)}, but got "
            f"shapes [{len(begin)}] and [{len(size)}] instead."
        )
    found: list[int | None] = []
    for axis, (dim, start, count) in enumerate(
        zip(dims, begin.tolist(), size.tolist(), strict=True)
    ):
        if dim is None:
            found.append(None if count == -1 else count)
            continue
        length = dim - start if count == -1 else count
        if not 0 <= start <= dim:
            raise c.fail(f"Expected begin[{axis}] in [0, {dim}], but got {start}")
        if not 0 <= length <= dim - start:
            raise c.fail(
                f"Expected size[{axis}] in [0, {dim - start}], but got {count}"
            )
        found.append(length)
    return tuple(found)


def _slice_kernel(xp: Any, input: Any, begin: Any, size: Any) -> Any:
    parts = tuple(
        builtins.slice(int(b), None if int(s) == -1 else int(b) + int(s))
        for b, s in zip(begin, size, strict=True)
    )
    return input[parts]


def _slice_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import cast, pad, shape

    tensor, begin, _ = op.inputs
    before = cast.cast(begin, dtypes.int32)
    after = shape.shape(tensor) - before - shape.shape(op.outputs[0])
    return [pad.pad(dy, shape.stack_op([before, after], axis=1)), None, None]


def _known_slice(c: ShapeContext) -> Dims:
    part, begin, size = c.value_as_shape(0), c.value(1), c.value(2)
    if part is None or begin is None or size is None:
        return None
    start, count = int(begin[0]), int(size[0])
    return part[start:] if count == -1 else part[start : start + count]


slice_op = Op(
    "Slice",
    "input: T, begin: Index, size: Index -> output: T | Index: index",
    shape=_sliced,
    reference=_slice_kernel,
    gradient=_slice_gradient,
    partial_value=_known_slice,
)

MASKS = (
    "begin_mask: int = 0, end_mask: int = 0, ellipsis_mask: int = 0, "
    "new_axis_mask: int = 0, shrink_axis_mask: int = 0"
)


def dense_key(
    begin: Any, end: Any, strides: Any, masks: dict[str, int], rank: int
) -> tuple[Any, ...]:
    """The key with which NumPy makes the same slice.

    Raises:
        ValueError: There are more entries than axes, or a stride is zero.
    """
    key: list[Any] = []
    count = len(begin)
    news = sum(
        1
        for i in range(count)
        if masks["new_axis_mask"] >> i & 1 and not masks["ellipsis_mask"] >> i & 1
    )
    for i in range(count):
        bit = 1 << i
        if masks["ellipsis_mask"] & bit:
            key.append(Ellipsis)
        elif masks["new_axis_mask"] & bit:
            key.append(None)
        elif masks["shrink_axis_mask"] & bit:
            key.append(int(begin[i]))
        else:
            step = int(strides[i])
            if step == 0:
                raise ValueError(f"strides[{i}] must be non-zero")
            start = None if masks["begin_mask"] & bit else int(begin[i])
            stop = None if masks["end_mask"] & bit else int(end[i])
            key.append(builtins.slice(start, stop, step))
    used = count - news - (1 if Ellipsis in key else 0)
    if used > rank:
        raise ValueError(
            f"Index out of range using input dim {rank}; input has only {rank} dims"
        )
    return tuple(key)


def _masks_of(attrs: dict[str, Any]) -> dict[str, int]:
    return {
        name: attrs[name]
        for name in (
            "begin_mask",
            "end_mask",
            "ellipsis_mask",
            "new_axis_mask",
            "shrink_axis_mask",
        )
    }


def _slots(c: ShapeContext, dims: Any, count: int) -> list[int | None]:
    """For each entry of the key, the axis it cuts, or None."""
    masks = _masks_of(c.attrs)
    consuming = [
        i
        for i in range(count)
        if not (masks["ellipsis_mask"] >> i & 1)
        and not (masks["new_axis_mask"] >> i & 1)
    ]
    has_ellipsis = masks["ellipsis_mask"] != 0
    found: list[int | None] = [None] * count
    position = 0
    for i in range(count):
        if has_ellipsis and masks["ellipsis_mask"] >> i & 1:
            position = len(dims) - sum(1 for j in consuming if j > i)
        elif i in consuming:
            found[i] = position
            position += 1
    if len(consuming) > len(dims):
        raise c.fail(
            f"Index out of range using input dim {len(dims)}; input has only {len(dims)} dims"
        )
    return found


def _strided_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    begin, end, strides = c.vector(1), c.vector(2), c.vector(3)
    if dims is None:
        return None
    lengths = [v._dims for v in c.inputs[1:4]]
    known = {dims[0] for dims in lengths if dims and dims[0] is not None}
    if len(known) > 1 or max(known, default=0) >= _MOST_ENTRIES:
        raise c.fail(
            "Expected begin, end, and strides to be 1D equal size tensors with less than "
            f"{_MOST_ENTRIES} entries, but got shapes {[v._dims for v in c.inputs[1:4]]}"
        )
    count = lengths[0][0] if lengths[0] else None
    if count is None:
        return None
    slots = _slots(c, dims, count)
    masks = _masks_of(c.attrs)
    out: list[int | None] = []
    covered = {axis for axis in slots if axis is not None}
    for i in range(count):
        bit = 1 << i
        if masks["ellipsis_mask"] & bit:
            start = (
                (slots[i - 1] + 1)  # type: ignore[operator]
                if i and slots[i - 1] is not None
                else _first_free(slots, i)
            )
            later = [s for s in slots[i + 1 :] if s is not None]
            stop = later[0] if later else len(dims)
            out.extend(dims[start:stop])
            covered.update(range(start, stop))
        elif masks["new_axis_mask"] & bit:
            out.append(1)
        elif masks["shrink_axis_mask"] & bit:
            _check_index(c, dims[slots[i]], begin, i, slots[i])  # type: ignore[index]
        else:
            out.append(
                _length(c, dims[slots[i]], begin, end, strides, i, masks)  # type: ignore[index]
            )
    if not masks["ellipsis_mask"]:
        out.extend(dims[len(covered) :])
    return tuple(out)


def _first_free(slots: list[int | None], before: int) -> int:
    earlier = [s for s in slots[:before] if s is not None]
    return earlier[-1] + 1 if earlier else 0


def _check_index(c: ShapeContext, dim: Any, begin: Any, i: int, axis: Any) -> None:
    if dim is None or begin is None:
        return
    index = int(begin[i])
    if not -dim <= index < dim:
        raise c.fail(f"slice index {index} of dimension {axis} out of bounds.")


def _length(
    c: ShapeContext, dim: Any, begin: Any, end: Any, strides: Any, i: int, masks: Any
) -> int | None:
    if strides is not None and int(strides[i]) == 0:
        raise c.fail(f"strides[{i}] must be non-zero")
    bit = 1 << i
    open_start, open_stop = masks["begin_mask"] & bit, masks["end_mask"] & bit
    if dim is None or strides is None:
        return None
    if (begin is None and not open_start) or (end is None and not open_stop):
        return None
    part = builtins.slice(
        None if open_start else int(begin[i]),
        None if open_stop else int(end[i]),
        int(strides[i]),
    )
    return len(range(*part.indices(dim)))


def _strided_kernel(
    xp: Any, input: Any, begin: Any, end: Any, strides: Any, **masks: int
) -> Any:
    return input[dense_key(begin, end, strides, masks, input.ndim)]


def _known_strided(c: ShapeContext) -> Dims:
    part = c.value_as_shape(0)
    begin, end, strides = c.value(1), c.value(2), c.value(3)
    if part is None or c.rank() != 1 or begin is None or end is None or strides is None:
        return None
    try:
        key = dense_key(begin, end, strides, _masks_of(c.attrs), 1)
        taken = np.array(part, object)[key]
    except (ValueError, IndexError):
        return None
    found = np.asarray(taken, object).reshape(-1)
    return tuple(found.tolist())


strided_slice_op = Op(
    "StridedSlice",
    "input: T, begin: Index, end: Index, strides: Index -> output: T | "
    f"Index: {{int16, int32, int64}}, {MASKS}",
    shape=_strided_dims,
    reference=_strided_kernel,
    gradient=lambda op, dy: [
        strided_slice_grad_op(  # type: ignore[has-type]
            _shape_of(op.inputs[0]),
            *_as_int32(op.inputs[1:]),
            dy,
            **_masks_of(op.attrs),
        ),
        None,
        None,
        None,
    ],
    partial_value=_known_strided,
)


def _as_int32(tensors: Any) -> list[Any]:
    from tensorbrook._src.ops import cast

    return [cast.cast(tensor, dtypes.int32) for tensor in tensors]


def _shape_of(tensor: Any) -> Any:
    from tensorbrook._src.ops import shape

    return shape.shape(tensor)


def _strided_grad_kernel(
    xp: Any, shape: Any, begin: Any, end: Any, strides: Any, dy: Any, **masks: int
) -> Any:
    dims = tuple(int(n) for n in shape)
    key = dense_key(begin, end, strides, masks, len(dims))
    if xp is np:
        made = np.zeros(dims, dy.dtype)
        made[key] = dy
        return made
    return xp.zeros(dims, dy.dtype).at[key].set(dy)


strided_slice_grad_op = Op(
    "StridedSliceGrad",
    "shape: Index, begin: Index, end: Index, strides: Index, dy: T -> output: T | "
    f"Index: index, {MASKS}",
    shape=from_input(0),
    reference=_strided_grad_kernel,
    gradient=lambda op, dy: [
        *[None] * 4,
        strided_slice_op(dy, *op.inputs[1:4], **_masks_of(op.attrs)),  # type: ignore[arg-type]
    ],
    sized_by_values=True,
)


def slice(input_: Any, begin: Any, size: Any, name: str | None = None) -> Tensor:
    """A block of a tensor: `size` elements of each axis from `begin` on.

    Args:
        input_: A tensor.
        begin: The first index of each axis.
        size: The number of elements of each axis; -1 for all that are left.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype and rank.

    Example:
        >>> import tensorbrook as tf
        >>> tf.slice([1, 2, 3, 4], [1], [2]).numpy()
        array([2, 3], dtype=int32)
    """
    first = convert_to_tensor(begin, dtype_hint=dtypes.int32)
    count = convert_to_tensor(size, dtype_hint=first.dtype)
    return slice_op(input_, first, count, name=name)  # type: ignore[no-any-return]


def strided_slice(
    input_: Any,
    begin: Any,
    end: Any,
    strides: Any = None,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    var: Any = None,
    name: str | None = None,
) -> Tensor:
    """A slice with steps, as `input_[begin:end:strides]`.

    Args:
        input_: A tensor.
        begin: The first index of each entry.
        end: The end of each entry, which is not reached.
        strides: The steps; by default 1.
        begin_mask: Bits of the entries whose beginning is open.
        end_mask: Bits of the entries whose end is open.
        ellipsis_mask: The bit of the entry that stands for all axes in between.
        new_axis_mask: Bits of the entries that put in an axis of length 1.
        shrink_axis_mask: Bits of the entries that take a single index.
        var: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strided_slice([1, 2, 3, 4], [0], [4], [2]).numpy()
        array([1, 3], dtype=int32)
    """
    first = convert_to_tensor(begin, dtype_hint=dtypes.int32)
    last = convert_to_tensor(end, dtype_hint=first.dtype)
    if strides is None:
        from tensorbrook._src.ops import array_creation

        strides = array_creation.ones_like(first)
    steps = convert_to_tensor(strides, dtype_hint=first.dtype)
    return strided_slice_op(  # type: ignore[no-any-return]
        input_,
        first,
        last,
        steps,
        begin_mask=begin_mask,
        end_mask=end_mask,
        ellipsis_mask=ellipsis_mask,
        new_axis_mask=new_axis_mask,
        shrink_axis_mask=shrink_axis_mask,
        name=name,
    )


def is_mask(key: Any) -> bool:
    """Whether an index selects by booleans."""
    if isinstance(key, np.ndarray):
        return key.dtype == bool
    return isinstance(key, Tensor) and key.dtype is dtypes.bool


def _index(value: Any) -> Any:
    """An index as an integer or a scalar integer tensor.

    Raises:
        TypeError: It is neither.
    """
    if isinstance(value, int | np.integer | np.bool_):
        return int(value)
    if hasattr(type(value), "__tf_tensor__"):
        tensor = convert_to_tensor(value)
        if tensor.dtype.is_integer and tensor._dims in ((), None):  # type: ignore[attr-defined]
            return tensor
    if isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "iu":
        return int(value)
    raise _bad_index(value)


def _bad_index(value: Any) -> TypeError:
    return TypeError(
        "Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar "
        f"tf.int32/tf.int64 tensors are valid indices, got {value!r}"
    )


def getitem(tensor: Any, key: Any) -> Any:
    """What `tensor[key]` is."""
    if (
        type(key) is int
        and abs(key) < _INT32_LIMIT
        and current.interpreter.executing_eagerly
    ):
        bounds = [integers((key,)), integers((key + 1,)), integers((1,))]
        return strided_slice_op(
            tensor, *bounds, name="strided_slice", shrink_axis_mask=1
        )
    if isinstance(key, bool | np.bool_):
        raise ValueError("A single truth value can't be a mask: mask cannot be scalar.")
    if is_mask(key):
        from tensorbrook._src.ops import gather

        return gather.boolean_mask(tensor, key)
    bounds, masks = arguments(key)
    return strided_slice_op(tensor, *bounds, name="strided_slice", **masks)


def arguments(key: Any) -> tuple[list[Any], dict[str, int]]:
    """Begin, end and strides of an index, and its masks."""
    entries = key if isinstance(key, tuple) else (key,)
    if isinstance(key, list):
        entries = tuple(key)
    begin: list[Any] = []
    end: list[Any] = []
    strides: list[Any] = []
    masks = dict.fromkeys(
        (
            "begin_mask",
            "end_mask",
            "ellipsis_mask",
            "new_axis_mask",
            "shrink_axis_mask",
        ),
        0,
    )
    for position, entry in enumerate(entries):
        _add_entry(entry, 1 << position, begin, end, strides, masks)
    return [_vector(part) for part in _one_type(begin, end, strides)], masks


def _add_entry(
    entry: Any,
    bit: int,
    begin: list[Any],
    end: list[Any],
    strides: list[Any],
    masks: dict[str, int],
) -> None:
    if isinstance(entry, builtins.slice):
        step = 1 if entry.step is None else _index(entry.step)
        if entry.start is None:
            masks["begin_mask"] |= bit
        if entry.stop is None:
            masks["end_mask"] |= bit
        begin.append(0 if entry.start is None else _index(entry.start))
        end.append(0 if entry.stop is None else _index(entry.stop))
        strides.append(step)
        return
    strides.append(1)
    if entry is Ellipsis:
        if masks["ellipsis_mask"]:
            raise errors.InvalidArgumentError(
                None, None, "Multiple ellipses in slice spec not allowed"
            )
        masks["ellipsis_mask"] |= bit
        begin.append(0)
        end.append(0)
    elif entry is None:
        masks["new_axis_mask"] |= bit
        begin.append(0)
        end.append(1)
    else:
        index = _index(entry)
        masks["shrink_axis_mask"] |= bit
        begin.append(index)
        end.append(index + 1)


def _one_type(*parts: list[Any]) -> list[list[Any]]:
    """Indices of one integer type: int64 where a tensor or a large number needs it."""
    flat = [item for part in parts for item in part]
    tensors = [item for item in flat if isinstance(item, Tensor)]
    wide = any(abs(item) > _INT32_LIMIT for item in flat if isinstance(item, int))
    if not tensors and not wide:
        return list(parts)
    from tensorbrook._src.ops import cast

    kinds = {tensor.dtype for tensor in tensors}
    kind = dtypes.int64 if wide or kinds != {dtypes.int32} else dtypes.int32
    return [
        [
            cast.cast(item, kind)
            if isinstance(item, Tensor)
            else convert_to_tensor(item, dtype=kind)
            for item in part
        ]
        for part in parts
    ]


def _vector(items: list[Any]) -> Any:
    if any(isinstance(item, Tensor) for item in items):
        from tensorbrook._src.ops import shape

        return shape.stack_op(items, axis=0)
    return integers(tuple(items))
