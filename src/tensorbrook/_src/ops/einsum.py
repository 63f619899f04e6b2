"""Sums of products in Einstein's notation."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.broadcast_gradients import unbroadcast
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import is_half, widened


def expand_equation(equation: str, ranks: Sequence[int]) -> tuple[list[str], str]:
    """The labels of each operand and of the result, dots replaced by fresh labels.

    Raises:
        ValueError: The equation doesn't fit the operands.
    """
    text = equation.replace(" ", "").replace("...", ".")
    left, arrow, right = text.partition("->")
    operands = left.split(",")
    if len(operands) != len(ranks):
        raise ValueError(
            f"Expected {len(operands)} inputs for equation {equation!r} but got: "
            f"{len(ranks)}"
        )
    unused = [c for c in string.ascii_letters[::-1] if c not in text]
    widths = [
        rank - len(labels.replace(".", ""))
        for labels, rank in zip(operands, ranks, strict=True)
    ]
    dotted = [
        width for labels, width in zip(operands, widths, strict=True) if "." in labels
    ]
    fresh = "".join(unused[: max(dotted, default=0)])
    expanded = []
    for index, (labels, width) in enumerate(zip(operands, widths, strict=True)):
        if width < 0 or (width > 0 and "." not in labels):
            raise ValueError(
                f"Input {index} of einsum {equation!r} has rank {ranks[index]}, which "
                f"{labels.replace('.', '...')!r} doesn't fit."
            )
        expanded.append(labels.replace(".", fresh[len(fresh) - width :]))
    if not arrow:
        named = sorted(set(left) - set(",."))
        right = fresh + "".join(c for c in named if left.count(c) == 1)
    else:
        right = right.replace(".", fresh)
    unknown = set(right) - set("".join(expanded))
    if unknown:
        raise ValueError(
            f"Output of einsum {equation!r} has labels that no input has: "
            f"{sorted(unknown)}"
        )
    return expanded, right


def _result_dims(c: ShapeContext) -> Dims:
    shapes = c.shapes()
    if any(dims is None for dims in shapes):
        return None
    try:
        operands, result = expand_equation(
            c.attrs["equation"], [len(dims) for dims in shapes if dims is not None]
        )
    except ValueError as problem:
        raise c.fail(str(problem)) from None
    sizes: dict[str, int | None] = {}
    for labels, dims in zip(operands, shapes, strict=True):
        for label, dim in zip(labels, dims or (), strict=True):
            known = sizes.get(label)
            if label in sizes and None not in (known, dim) and 1 not in (known, dim):
                if known != dim:
                    raise c.fail(
                        f"Expected dimension {known} at axis {labels.index(label)} of "
                        f"the input shape {dims} but got dimension {dim}"
                    )
            if label not in sizes or known == 1 or (known is None and dim != 1):
                sizes[label] = dim
    return tuple(sizes[label] for label in result)


def _einsum(xp: Any, inputs: Sequence[Any], equation: str) -> Any:
    operands, result = expand_equation(equation, [x.ndim for x in inputs])
    if len(result) != len(set(result)):
        return _with_diagonal(xp, inputs, operands, result)
    wide = [widened(x) for x in inputs]
    found = xp.einsum(f"{','.join(operands)}->{result}", *wide, optimize=len(wide) > 1)
    return found.astype(inputs[0].dtype) if is_half(inputs[0]) else found


def _with_diagonal(
    xp: Any, inputs: Sequence[Any], operands: list[str], result: str
) -> Any:
    """A label that the result has twice: the values go on a diagonal."""
    unused = [c for c in string.ascii_letters if c not in "".join(operands)]
    renamed, factors, labels = "", [], []
    for label in result:
        if label not in renamed:
            renamed += label
            continue
        twin = unused.pop()
        renamed += twin
        position = next(i for i, text in enumerate(operands) if label in text)
        size = inputs[position].shape[operands[position].index(label)]
        factors.append(xp.eye(size, dtype=inputs[0].dtype))
        labels.append(label + twin)
    equation = f"{','.join([*operands, *labels])}->{renamed}"
    return xp.einsum(equation, *inputs, *factors)


def _gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.complex_numbers import conj

    tensors = op.inputs
    operands, result = expand_equation(
        op.attrs["equation"], [len(t._dims) for t in tensors]
    )
    found = []
    for index, tensor in enumerate(tensors):
        others = [conj(t) for i, t in enumerate(tensors) if i != index]
        labels = [text for i, text in enumerate(operands) if i != index]
        found.append(_gradient_of(tensor, operands[index], dy, result, others, labels))
    return found


def _gradient_of(
    tensor: Any,
    wanted: str,
    dy: Any,
    result: str,
    others: list[Any],
    labels: list[str],
) -> Any:
    """Brings `dy` back along the labels of one operand."""
    from tensorbrook._src.ops import array_creation, shape

    parts, texts = [dy, *others], [result, *labels]
    sizes = shape.shape(tensor)
    present = set("".join(texts))
    for axis, label in enumerate(wanted):
        if label not in present:  # summed over in this operand alone: repeat the rest
            ones = array_creation.ones(shape.reshape(sizes[axis], [1]), dtype=dy.dtype)
            parts.append(ones)
            texts.append(label)
            present.add(label)
    equation = f"{','.join(texts)}->{wanted}"
    return unbroadcast(einsum_op(parts, equation=equation), tensor)


einsum_op = Op(
    "Einsum",
    "inputs: N * T -> output: T | equation: string, N: int >= 1, T: type",
    shape=_result_dims,
    reference=_einsum,
    gradient=_gradient,
)


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """Sums products of elements, as a formula of labels says.

    Every axis has a letter; letters that the result lacks are summed over. Three or
    more tensors are contracted two at a time, in an order that keeps the work small.

    Args:
        equation: Such as "ij,jk->ik" for a product of matrices; dots stand for any
            number of axes; without an arrow, letters that occur once stay.
        *inputs: The tensors, of one dtype.
        **kwargs: `optimize`, the strategy of opt_einsum ("greedy" by default), and
            `name`.

    Returns:
        A tensor.

    Raises:
        TypeError: There is an unknown keyword.
        ValueError: The equation doesn't fit the tensors.

    Example:
        >>> import tensorbrook as tf
        >>> tf.einsum("ij,jk->ik", [[1, 2], [3, 4]], [[1], [1]]).numpy()
        array([[3],
               [7]], dtype=int32)
    """
    name = kwargs.pop("name", None)
    optimize = kwargs.pop("optimize", "greedy")
    if kwargs:
        raise TypeError(f"Invalid keyword arguments for einsum: {', '.join(kwargs)}.")
    _check_equation(equation, len(inputs))
    tensors = _of_one_type(inputs)
    if len(tensors) <= 2:
        return einsum_op(tensors, equation=equation, name=name)  # type: ignore[no-any-return]
    return _pairwise(equation, tensors, optimize)


_LABELS = r"[A-Za-z]*(?:\.{3}[A-Za-z]*)?"
_EQUATION = re.compile(rf"{_LABELS}(?:,{_LABELS})*(?:->{_LABELS})?")


def _check_equation(equation: str, count: int) -> None:
    """Raises ValueError for what is wrong with an equation whatever the shapes are."""
    text = re.sub(r"\s", "", equation)
    if not _EQUATION.fullmatch(text):
        raise ValueError(f"Subscripts have incorrect format: {equation}")
    left, _, right = text.partition("->")
    operands = left.split(",")
    if len(operands) != count:
        raise ValueError(
            f'Got {count} inputs for equation "{equation}", expecting {len(operands)}'
        )
    labels = right.replace(".", "")
    for label in labels:
        if labels.count(label) > 1:
            raise ValueError(
                f"Output subscripts contain a label appearing more than once: {equation}"
            )
        if label not in left:
            raise ValueError(
                f"Output subscripts contain the label {label} not present in the input "
                f"subscripts: {equation}"
            )


def _of_one_type(inputs: Sequence[Any]) -> list[Any]:
    typed = next((x for x in inputs if isinstance(x, Tensor)), None)
    dtype = None if typed is None else typed.dtype.base_dtype
    return [
        x if isinstance(x, Tensor) else convert_to_tensor(x, dtype=dtype)
        for x in inputs
    ]


def _pairwise(equation: str, tensors: list[Any], optimize: str) -> Tensor:
    """Contracts two tensors at a time, in the order that opt_einsum finds."""
    import opt_einsum

    unknown = next((t for t in tensors if t._dims is None), None)
    if unknown is not None:
        raise ValueError(f"einsum {equation!r}: the rank of {unknown} isn't known.")
    operands, result = expand_equation(equation, [len(t._dims) for t in tensors])
    shapes = [tuple(8 if dim is None else dim for dim in t._dims) for t in tensors]
    if len(result) != len(set(result)):
        return einsum_op(tensors, equation=equation)  # type: ignore[no-any-return]
    _, info = opt_einsum.contract_path(
        f"{','.join(operands)}->{result}", *shapes, shapes=True, optimize=optimize
    )
    pool = list(tensors)
    for positions, _, step, *_ in info.contraction_list:
        chosen = [pool.pop(position) for position in positions]
        pool.append(einsum_op(chosen, equation=step))
    return pool[0]  # type: ignore[no-any-return]
