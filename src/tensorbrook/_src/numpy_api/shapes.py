"""New shapes and orders of the same elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    axis_of,
    is_tensor_like,
    static_rank,
)
from tensorbrook._src.ops import rearrange
from tensorbrook._src.ops import shape as shapes


def shape(a: Any) -> TensorShape:
    """The shape of an array, as far as it is known.

    Args:
        a: An array, or what can become one.

    Returns:
        A `TensorShape`.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.shape([1, 2])
        TensorShape([2])
    """
    return as_tensor(a).shape  # type: ignore[no-any-return]


def ndim(a: Any) -> int:
    """The number of dimensions.

    Args:
        a: An array, or what can become one.

    Returns:
        A Python integer.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.ndim([[1, 2]])
        2
    """
    return int(as_tensor(a).ndim)


def size(x: Any, axis: Any = None) -> Any:
    """The number of elements.

    Args:
        x: An array, or what can become one.
        axis: Must be None.

    Returns:
        A number, or a scalar tensor where the shape isn't known yet.

    Raises:
        NotImplementedError: `axis` is given.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.size([[1, 2], [3, 4]]))
        4
    """
    if axis is not None:
        raise NotImplementedError("tnp.size doesn't support `axis` yet.")
    if isinstance(x, int | float | complex | np.generic):
        return 1
    tensor = as_tensor(x)
    count = tensor.shape.num_elements()
    return shapes.size(tensor) if count is None else np.int64(count)


def reshape(a: Any, newshape: Any, order: str = "C") -> Tensor:
    """The same elements in another shape.

    Args:
        a: An array, or what can become one.
        newshape: The dims, one of which may be -1.
        order: Which index changes fastest: the last with "C", the first with "F".

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `order` is neither of them.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.reshape([1, 2, 3, 4], (2, 2), order="F").numpy().tolist()
        [[1, 3], [2, 4]]
    """
    _check_order("reshape", order)
    a = as_tensor(a)
    dims = _vector(newshape)
    if order == "C":
        return shapes.reshape(a, dims)
    turned = shapes.reshape(shapes.transpose(a), rearrange.reverse(dims, [0]))
    return shapes.transpose(turned)


def _vector(dims: Any) -> Any:
    return [dims] if isinstance(dims, int) else dims


def _check_order(function: str, order: str) -> None:
    if order not in ("C", "F"):
        raise ValueError(f"tnp.{function}: `order` must be 'C' or 'F', not {order!r}.")


def ravel(a: Any) -> Tensor:
    """All elements in one dimension.

    Args:
        a: An array, or what can become one.

    Returns:
        A vector of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.ravel([[1, 2], [3, 4]]).numpy()
        array([1, 2, 3, 4])
    """
    return shapes.reshape(as_tensor(a), [-1])


def flatten(a: Any, order: str = "C") -> Tensor:
    """All elements in one dimension.

    Args:
        a: An array, or what can become one.
        order: Which index changes fastest: the last with "C", the first with "F".

    Returns:
        A vector of the same dtype.

    Raises:
        ValueError: `order` is neither of them.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.flatten([[1, 2], [3, 4]], order="F").numpy()
        array([1, 3, 2, 4])
    """
    _check_order("flatten", order)
    a = as_tensor(a)
    return ravel(a if order == "C" else shapes.transpose(a))


def transpose(a: Any, axes: Any = None) -> Tensor:
    """The axes in another order.

    Args:
        a: An array, or what can become one.
        axes: The old axes in their new order; by default turned around.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.transpose([[1, 2], [3, 4]]).numpy().tolist()
        [[1, 3], [2, 4]]
    """
    a = as_tensor(a)
    if axes is not None and not is_tensor_like(axes):
        rank = static_rank(a, "transpose")
        axes = [axis_of(int(axis), rank, "transpose") for axis in axes]
    return shapes.transpose(a, axes)


def swapaxes(a: Any, axis1: int, axis2: int) -> Tensor:
    """Two axes change places.

    Args:
        a: An array, or what can become one.
        axis1: An axis.
        axis2: The other.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.swapaxes(tnp.zeros((1, 2, 3)), 0, 2).shape
        TensorShape([3, 2, 1])
    """
    a = as_tensor(a)
    rank = static_rank(a, "swapaxes")
    first, second = (axis_of(axis, rank, "swapaxes") for axis in (axis1, axis2))
    order = list(range(rank))
    order[first], order[second] = second, first
    return shapes.transpose(a, order)


def moveaxis(a: Any, source: Any, destination: Any) -> Tensor:
    """Axes move to other places; the rest keeps its order.

    Args:
        a: An array, or what can become one.
        source: An axis, or several.
        destination: Where each of them goes.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: There are more or fewer places than axes.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.moveaxis(tnp.zeros((1, 2, 3)), 0, -1).shape
        TensorShape([2, 3, 1])
    """
    a = as_tensor(a)
    rank = static_rank(a, "moveaxis")
    old = [axis_of(axis, rank, "moveaxis") for axis in _axes(source)]
    new = [axis_of(axis, rank, "moveaxis") for axis in _axes(destination)]
    if len(old) != len(new):
        raise ValueError(
            "tnp.moveaxis needs as many destinations as sources. Received: "
            f"source={source}, destination={destination}."
        )
    order = [axis for axis in range(rank) if axis not in old]
    for place, axis in sorted(zip(new, old, strict=True)):
        order.insert(place, axis)
    return shapes.transpose(a, order)


def _axes(axes: Any) -> list[int]:
    return [int(axis) for axis in np.reshape(np.asarray(axes), [-1])]


def expand_dims(a: Any, axis: Any) -> Tensor:
    """A new dimension of length 1.

    Args:
        a: An array, or what can become one.
        axis: The place of the new dimension.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.expand_dims([1, 2], 0).shape
        TensorShape([1, 2])
    """
    return shapes.expand_dims(as_tensor(a), axis)


def squeeze(a: Any, axis: Any = None) -> Tensor:
    """Dimensions of length 1 go away.

    Args:
        a: An array, or what can become one.
        axis: Which of them; by default all.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.squeeze([[[1, 2]]]).shape
        TensorShape([2])
    """
    return shapes.squeeze(as_tensor(a), axis)


def broadcast_to(array: Any, shape: Any) -> Tensor:
    """An array repeated to fill a shape.

    Args:
        array: An array, or what can become one.
        shape: The dims.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.broadcast_to([1, 2], (2, 2)).numpy().tolist()
        [[1, 2], [1, 2]]
    """
    return shapes.broadcast_to(as_tensor(array), _vector(shape))


def broadcast_arrays(*args: Any, **kwargs: Any) -> list[Tensor]:
    """Arrays repeated to fill their common shape.

    Args:
        *args: Arrays, or what can become some.
        **kwargs: `subok`, which must be False.

    Returns:
        One tensor for each.

    Raises:
        ValueError: `subok` is true.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.broadcast_arrays([1], [2, 3])]
        [[1, 1], [2, 3]]
    """
    if kwargs.get("subok"):
        raise ValueError("tnp.broadcast_arrays: `subok` must be False.")
    parts = [as_tensor(part) for part in args]
    common = shapes.shape(parts[0])
    for part in parts[1:]:
        common = rearrange.broadcast_dynamic_shape(common, shapes.shape(part))
    return [shapes.broadcast_to(part, common) for part in parts]


def flip(m: Any, axis: int | None = None) -> Tensor:
    """The elements in reverse order.

    Args:
        m: An array, or what can become one.
        axis: The axis; by default all.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.flip([1, 2, 3]).numpy()
        array([3, 2, 1])
    """
    m = as_tensor(m)
    rank = static_rank(m, "flip")
    if axis is None:
        return rearrange.reverse(m, list(range(rank)))
    return rearrange.reverse(m, [axis_of(item, rank, "flip") for item in _axes(axis)])


def flipud(m: Any) -> Tensor:
    """The first axis in reverse order.

    Args:
        m: An array of at least one dimension.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.flipud([[1, 2], [3, 4]]).numpy().tolist()
        [[3, 4], [1, 2]]
    """
    return flip(m, 0)


def fliplr(m: Any) -> Tensor:
    """The second axis in reverse order.

    Args:
        m: An array of at least two dimensions.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.fliplr([[1, 2], [3, 4]]).numpy().tolist()
        [[2, 1], [4, 3]]
    """
    return flip(m, 1)


def roll(a: Any, shift: Any, axis: Any = None) -> Tensor:
    """The elements move on; what leaves at the end comes back at the start.

    Args:
        a: An array, or what can become one.
        shift: How far, for each axis.
        axis: The axes; by default the array counts as flat.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.roll([1, 2, 3], 1).numpy()
        array([3, 1, 2])
    """
    a = as_tensor(a)
    if axis is not None:
        return rearrange.roll(a, shift, axis)
    moved = rearrange.roll(shapes.reshape(a, [-1]), shift, 0)
    return shapes.reshape(moved, shapes.shape(a))


def rot90(m: Any, k: int = 1, axes: Any = (0, 1)) -> Tensor:
    """A plane of the array turned by quarters.

    Args:
        m: An array of at least two dimensions.
        k: How many quarters, against the clock.
        axes: The two axes of the plane.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.rot90([[1, 2], [3, 4]]).numpy().tolist()
        [[2, 4], [1, 3]]
    """
    m = as_tensor(m)
    first, second = axes
    k %= 4
    if k == 0:
        return m  # type: ignore[no-any-return]
    if k == 2:
        return flip(flip(m, first), second)
    if k == 1:
        return swapaxes(flip(m, second), first, second)
    return flip(swapaxes(m, first, second), second)


def tile(a: Any, reps: Any) -> Tensor:
    """An array repeated as a whole along each axis.

    Args:
        a: An array, or what can become one.
        reps: How often, for each axis; missing axes are added in front on either side.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.tile([1, 2], 2).numpy()
        array([1, 2, 1, 2])
    """
    a = as_tensor(a)
    rank = static_rank(a, "tile")
    counts = _vector(reps) if isinstance(reps, int) else list(np.asarray(reps))
    for _ in range(len(counts) - rank):
        a = shapes.expand_dims(a, 0)
    counts = [1] * (rank - len(counts)) + [int(count) for count in counts]
    return shapes.tile(a, counts)


def repeat(a: Any, repeats: Any, axis: int | None = None) -> Tensor:
    """Each element, or slice along an axis, several times.

    Args:
        a: An array, or what can become one.
        repeats: How often: one number, or one for each element.
        axis: The axis; by default the array is flattened.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.repeat([1, 2], 2).numpy()
        array([1, 1, 2, 2])
    """
    return rearrange.repeat(as_tensor(a), repeats, axis)


def atleast_1d(*arys: Any) -> Any:
    """Arrays with at least one dimension.

    Args:
        *arys: Arrays, or what can become some.

    Returns:
        A tensor, or a list of them for several arguments.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.atleast_1d(3).shape
        TensorShape([1])
    """
    return _each(arys, lambda a: a if a.ndim else shapes.reshape(a, [1]))


def atleast_2d(*arys: Any) -> Any:
    """Arrays with at least two dimensions, new ones in front.

    Args:
        *arys: Arrays, or what can become some.

    Returns:
        A tensor, or a list of them for several arguments.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.atleast_2d([1, 2]).shape
        TensorShape([1, 2])
    """
    return _each(arys, lambda a: a if a.ndim > 1 else shapes.reshape(a, [1, -1]))


def atleast_3d(*arys: Any) -> Any:
    """Arrays with at least three dimensions: a vector becomes (1, n, 1).

    Args:
        *arys: Arrays, or what can become some.

    Returns:
        A tensor, or a list of them for several arguments.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.atleast_3d([1, 2]).shape, tnp.atleast_3d([[1, 2]]).shape
        (TensorShape([1, 2, 1]), TensorShape([1, 2, 1]))
    """
    return _each(arys, _three_dimensions)


def _three_dimensions(a: Any) -> Any:
    if a.ndim < 2:
        return shapes.reshape(a, [1, -1, 1])
    return shapes.expand_dims(a, 2) if a.ndim == 2 else a


def _each(arrays: Sequence[Any], function: Callable[[Any], Any]) -> Any:
    found = [function(as_tensor(part)) for part in arrays]
    return found[0] if len(found) == 1 else found
