"""Shape rules that many records share."""

from __future__ import annotations

from collections.abc import Callable

from tensorbrook._src.core.op import ShapeContext
from tensorbrook._src.core.shapes import Dims, format_dims, merge_dims

Rule = Callable[[ShapeContext], Dims]


def same_as(index: int) -> Rule:
    """The output has the dims of flat input `index`."""
    return lambda c: c.shape(index)


def all_equal(c: ShapeContext) -> Dims:
    """Every input has the same dims, and so has the output."""
    dims = c.shape(0)
    for index, other in enumerate(c.shapes()):
        try:
            dims = merge_dims(dims, other)
        except ValueError:
            raise c.fail(
                f"{c.op.name}: the inputs must have one shape, but input 0 has {dims} and "
                f"input {index} has {other}"
            ) from None
    return dims


def same_dims(c: ShapeContext, dims: Dims) -> int | None:
    """The output is the first input, where their dims are equal and known."""
    return 0 if dims is not None and None not in dims and dims == c.shape(0) else None


def first_input(c: ShapeContext, dims: Dims) -> int:
    """The output is the first input."""
    return 0


def scalar(c: ShapeContext) -> Dims:
    """The output is a scalar."""
    return ()


def unknown(c: ShapeContext) -> Dims:
    """Nothing is known before the run."""
    return None


def from_input(index: int) -> Rule:
    """The output has the dims that flat input `index`, a shape vector, holds."""

    def rule(c: ShapeContext) -> Dims:
        dims = c.value_as_shape(index)
        for position, dim in enumerate(dims or ()):
            if dim is not None and dim < 0:
                raise c.fail(f"Dimension {dim} must be >= 0, at index {position}")
        value = c.value(index)
        if value is not None and value.ndim == 1 and (value < 0).any():
            raise c.fail(f"Dimension {int(value[value < 0][0])} must be >= 0")
        return dims

    return rule


def broadcast(c: ShapeContext) -> Dims:
    """The dims that the first two inputs have after broadcasting."""
    first, second = c.shape(0), c.shape(1)
    if first is None or second is None:
        return None
    size = max(len(first), len(second))
    left = (1,) * (size - len(first)) + first
    right = (1,) * (size - len(second)) + second
    dims: list[int | None] = []
    for a, b in zip(left, right, strict=True):
        if a == 1:
            dims.append(b)
        elif b == 1 or a == b or b is None:
            dims.append(a)
        elif a is None:
            dims.append(b)
        else:
            raise c.fail(
                f"Incompatible shapes: {brackets(first)} vs. {brackets(second)}"
            )
    return tuple(dims)


def brackets(dims: Dims) -> str:
    """Dims as TensorFlow's runtime writes them: [2,3]."""
    if dims is None:
        return format_dims(dims)
    return "[" + ",".join("?" if dim is None else str(dim) for dim in dims) + "]"
