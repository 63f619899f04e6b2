"""Tensors with a layout: what is made with one, and taken apart by it."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import errors, nest
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.distribute.dtensor.layout import Layout
from tensorbrook._src.distribute.dtensor.mesh import Mesh
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.variables.variable import Variable


class _Layouts:
    """The layouts of tensors and variables that are alive, by their identity."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, Layout]] = {}

    def set(self, tensor: Any, layout: Layout) -> Any:
        key = id(tensor)
        reference = weakref.ref(tensor, lambda _: self._known.pop(key, None))
        self._known[key] = reference, layout
        return tensor

    def get(self, tensor: Any) -> Layout | None:
        found = self._known.get(id(tensor))
        return None if found is None or found[0]() is not tensor else found[1]


_layouts = _Layouts()
_meshes: list[Mesh] = []


def _checked(tensor: Any, layout: Layout, function: str) -> None:
    if not isinstance(layout, Layout):
        raise ValueError(f"{function}: `layout` must be a Layout, not {layout!r}.")
    sizes = tensor.shape.as_list()
    if len(sizes) != layout.rank and not layout.is_single_device():
        raise ValueError(
            f"{function}: a layout of rank {layout.rank} for a tensor of shape "
            f"{tensor.shape}."
        )
    for axis, size in enumerate(sizes[: layout.rank]):
        if size % layout.num_shards(axis):
            raise ValueError(
                f"{function}: axis {axis} of length {size} can't be cut into "
                f"{layout.num_shards(axis)} equal parts."
            )


def _placed(tensor: Any, layout: Layout, function: str) -> Any:
    """A new tensor of the same value, with that layout."""
    _checked(tensor, layout, function)
    return _layouts.set(identity(tensor), layout)


def is_dtensor(tensor: Any) -> bool:
    """Whether a tensor was given a layout.

    Args:
        tensor: Any value.

    Returns:
        True or False; results of operations on such tensors have none.
    """
    return _layouts.get(tensor) is not None or hasattr(tensor, "layout")


def fetch_layout(tensor: Any) -> Layout:
    """The layout that a tensor was given.

    Args:
        tensor: A tensor or variable.

    Returns:
        Its layout.

    Raises:
        errors.InvalidArgumentError: It was given none.
    """
    found = getattr(tensor, "layout", None) or _layouts.get(tensor)
    if found is None:
        raise errors.InvalidArgumentError(
            None,
            None,
            "fetch_layout: the tensor was given no layout. Results of operations have "
            "none here; relayout or call_with_layout gives them one.",
        )
    return found  # type: ignore[no-any-return]


def check_layout(tensor: Any, layout: Layout) -> None:
    """Raises where a tensor has another layout.

    Args:
        tensor: A tensor.
        layout: The layout that it should have.

    Raises:
        ValueError: It has another one.
    """
    if fetch_layout(tensor) != layout:
        raise ValueError(
            f"Layout of tensor: {fetch_layout(tensor)}, did not match expected layout: "
            f"{layout}"
        )


def copy_to_mesh(
    tensor: Any, layout: Layout, source_layout: Layout | None = None
) -> Any:
    """A tensor with the same value on a mesh.

    Args:
        tensor: A tensor, or what can become one.
        layout: Its layout there.
        source_layout: Accepted for compatibility.

    Returns:
        A tensor.

    Raises:
        ValueError: The layout doesn't fit.
    """
    return _placed(convert_to_tensor(tensor), layout, "copy_to_mesh")


def relayout(tensor: Any, layout: Layout, name: str | None = None) -> Any:
    """A tensor with the same value and another layout.

    Args:
        tensor: A tensor.
        layout: The layout.
        name: Accepted for compatibility.

    Returns:
        A tensor.

    Raises:
        ValueError: The layout doesn't fit.
    """
    return _placed(convert_to_tensor(tensor), layout, "relayout")


def relayout_like(tensor: Any, layout_tensor: Any, name: str | None = None) -> Any:
    """A tensor with the same value and the layout of another.

    Args:
        tensor: A tensor.
        layout_tensor: The other one.
        name: Accepted for compatibility.

    Returns:
        A tensor.

    Raises:
        errors.InvalidArgumentError: The other one has no layout.
    """
    return relayout(tensor, fetch_layout(layout_tensor), name)


def call_with_layout(
    fn: Callable[..., Any], layout: Layout | None, *args: Any, **kwargs: Any
) -> Any:
    """Calls a function; the tensors that it returns get a layout.

    Args:
        fn: The function.
        layout: The layout, or None to leave the results as they are.
        *args: Arguments of the function.
        **kwargs: Keyword arguments of the function.

    Returns:
        What the function returns.

    Raises:
        ValueError: The layout doesn't fit.

    Example:
        >>> import tensorbrook as tf
        >>> dtensor = tf.experimental.dtensor
        >>> mesh = dtensor.create_mesh([("x", 1)], devices=["CPU:0"])
        >>> layout = dtensor.Layout(["x"], mesh)
        >>> t = dtensor.call_with_layout(tf.zeros, layout, shape=[4])
        >>> dtensor.fetch_layout(t) == layout
        True
    """
    found = fn(*args, **kwargs)
    if layout is None:
        return found
    return nest.map_structure(
        lambda item: (
            _placed(item, layout, "call_with_layout")
            if isinstance(item, Tensor)
            else item
        ),
        found,
    )


def pack(tensors: Sequence[Any], layout: Layout) -> Any:
    """A tensor put together from the parts of the devices.

    Args:
        tensors: One part for each device of the mesh, in their order.
        layout: How the parts lie in the tensor.

    Returns:
        A tensor.

    Raises:
        errors.InvalidArgumentError: There are more or fewer parts than devices.
    """
    parts = [np.asarray(convert_to_tensor(part)) for part in tensors]
    offsets = layout.offset_to_shard()
    if len(parts) != len(offsets):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"pack: {len(parts)} tensors for {len(offsets)} devices of the mesh.",
        )
    local = parts[0].shape
    dims = tuple(layout.global_shape_from_local_shape(local).as_list())
    whole = np.empty(dims, parts[0].dtype)  # type: ignore[arg-type, type-var]
    for part, offset in zip(parts, offsets, strict=True):
        whole[_region(offset, local)] = part
    return _placed(convert_to_tensor(whole), layout, "pack")


def unpack(tensor: Any) -> list[Any]:
    """The parts of a tensor, one for each device of its mesh.

    Args:
        tensor: A tensor that was given a layout.

    Returns:
        The parts in the order of the devices.

    Raises:
        errors.InvalidArgumentError: It was given none.
    """
    layout = fetch_layout(tensor)
    whole = np.asarray(convert_to_tensor(tensor))
    local = tuple(layout.local_shape_from_global_shape(whole.shape))
    return [
        convert_to_tensor(whole[_region(offset, local)])
        for offset in layout.offset_to_shard()
    ]


def _region(offset: Sequence[int], local: Sequence[int]) -> tuple[slice, ...]:
    pairs = zip(offset, local, strict=False)
    return tuple(slice(step * size, (step + 1) * size) for step, size in pairs)


@contextlib.contextmanager
def run_on(mesh: Mesh) -> Iterator[None]:
    """Makes a mesh the one that functions of the body take.

    Args:
        mesh: The mesh.
    """
    _meshes.append(mesh)
    try:
        yield
    finally:
        _meshes.pop()


def get_default_mesh() -> Mesh | None:
    """The mesh of the innermost `run_on` or `default_mesh`.

    Returns:
        The mesh, or None.
    """
    return _meshes[-1] if _meshes else None


class DVariable(Variable):
    """A variable with a layout.

    Args:
        initial_value: The first value; its layout, if it has one, is the variable's.
        *args: Further arguments of `tf.Variable`.
        dtype: The dtype.
        **kwargs: Further arguments of `tf.Variable`; also `layout`.

    Example:
        >>> import tensorbrook as tf
        >>> dtensor = tf.experimental.dtensor
        >>> mesh = dtensor.create_mesh([("x", 1)], devices=["CPU:0"])
        >>> v = dtensor.DVariable([1.0, 2.0], layout=dtensor.Layout(["x"], mesh))
        >>> v.layout.sharding_specs
        ['x']
    """

    #: Whether checkpoints hold it with 16 bits; it is remembered only.
    save_as_bf16 = False

    def __init__(
        self, initial_value: Any, *args: Any, dtype: Any = None, **kwargs: Any
    ) -> None:
        layout = kwargs.pop("layout", None)
        if callable(initial_value):
            initial_value = initial_value()
        if layout is None and is_dtensor(initial_value):
            layout = fetch_layout(initial_value)
        options = {**kwargs, "dtype": dtype}
        super().__init__(initial_value, *args, **options)
        if layout is not None:
            _checked(self, layout, "DVariable")
        self._layout = layout

    @property
    def layout(self) -> Layout | None:
        """The layout, or None."""
        return self._layout

    @property
    def create(self) -> Any:
        """The operation that makes the variable; there is none when executing eagerly."""
        return None

    def read_value_no_copy(self) -> Any:
        """The value."""
        return self.value()


def enable_save_as_bf16(variables: Sequence[Any]) -> None:
    """Remembers that variables should be saved with 16 bits.

    Args:
        variables: Variables with a layout; others are left out.
    """
    for variable in variables:
        if isinstance(variable, DVariable):
            variable.save_as_bf16 = True
