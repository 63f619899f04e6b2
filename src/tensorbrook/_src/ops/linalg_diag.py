"""Diagonals and bands of matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets, same_as

_ALIGN = (
    "align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = 'RIGHT_LEFT'"
)


class Bands:
    """Which diagonals `low..high` of a `rows x columns` matrix, and how they lie.

    The diagonals are the rows of a rectangle, the highest first; shorter ones are
    padded on the left or on the right, as `align` says for those above and below.
    """

    def __init__(self, k: Any, sizes: Any, align: str) -> None:
        rows, columns = sizes
        self.low, self.high = diagonals(k)
        self.rows, self.columns = rows, columns
        above, below = align.split("_")
        numbers = np.arange(self.high, self.low - 1, -1)
        self.numbers = numbers
        lengths = np.minimum(rows + np.minimum(numbers, 0), columns - numbers.clip(0))
        self.length = longest(rows, columns, self.low, self.high)
        left = ((numbers >= 0) & (above == "LEFT")) | (
            (numbers <= 0) & (below == "LEFT")
        )
        self.offsets = np.where(left, 0, self.length - lengths)
        self.lengths = lengths

    @property
    def single(self) -> bool:
        """Whether it is one diagonal, which has no axis for the diagonals."""
        return self.low == self.high

    def in_matrix(self) -> tuple[Any, Any, Any]:
        """For each place in the rectangle: row, column, and whether it holds anything."""
        places = np.arange(self.length) - self.offsets[:, None]
        valid = (places >= 0) & (places < self.lengths[:, None])
        row = places + np.maximum(-self.numbers, 0)[:, None]
        column = places + np.maximum(self.numbers, 0)[:, None]
        return np.where(valid, row, 0), np.where(valid, column, 0), valid

    def in_rectangle(self) -> tuple[Any, Any, Any]:
        """For each place in the matrix: diagonal, place there, whether it is one."""
        row, column = np.indices((self.rows, self.columns))
        number = column - row
        valid = (self.low <= number) & (number <= self.high)
        index = np.where(valid, self.high - number, 0)
        place = np.minimum(row, column) + self.offsets[index]
        return index, np.where(valid, place, 0), valid


def diagonals(k: Any) -> tuple[int, int]:
    """The lowest and the highest diagonal that `k` stands for."""
    numbers = np.atleast_1d(np.asarray(k))
    return int(numbers[0]), int(numbers[-1])


def longest(rows: int, columns: int, low: int, high: int) -> int:
    """The length of the longest of the diagonals."""
    return int(min(rows + min(high, 0), columns - max(low, 0)))


def _checked_k(c: ShapeContext, index: int) -> tuple[int, int] | None:
    value = c.value(index)
    if value is None:
        return None
    if value.ndim > 1 or value.size not in (1, 2):
        raise c.fail(
            f"{c.op.name}: `k` must be a scalar or a vector with one or two elements, "
            f"got shape {brackets(value.shape)}"
        )
    low, high = diagonals(value)
    if low > high:
        raise c.fail(
            f"lower_diag_index must not be larger than upper_diag_index: {low} > {high}"
        )
    return low, high


def _check_inside(c: ShapeContext, bounds: tuple[int, int], dims: Any) -> None:
    rows, columns = dims[-2], dims[-1]
    for what, number in zip(("lower", "upper"), bounds, strict=True):
        if None in (rows, columns) or number == 0 or -rows < number < columns:
            continue
        raise c.fail(
            f"{what}_diag_index is out of bound: {number}. It must be between {-rows} "
            f"and {columns}"
        )


def _matrix(c: ShapeContext) -> Any:
    dims = c.shape(0)
    if dims is not None and len(dims) < 2:
        raise c.fail(f"input must be at least 2-dim, received shape: {brackets(dims)}")
    return dims


def _part_dims(c: ShapeContext) -> Dims:
    dims = _matrix(c)
    bounds = (0, 0) if len(c.inputs) == 1 else _checked_k(c, 1)
    if dims is None or bounds is None:
        return None
    _check_inside(c, bounds, dims)
    low, high = bounds
    known = None not in dims[-2:]
    length = longest(dims[-2], dims[-1], low, high) if known else None
    head = () if low == high else (high - low + 1,)
    return (*dims[:-2], *head, length)


def _diag_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and not dims:
        raise c.fail("diagonal must be at least 1-dim, received shape: []")
    bounds = (0, 0) if len(c.inputs) == 1 else _checked_k(c, 1)
    if dims is None or bounds is None:
        return None
    low, high = bounds
    if low != high:
        if len(dims) < 2:
            raise c.fail(
                "diagonal must be at least 2-dim for several diagonals, received "
                f"shape: {brackets(dims)}"
            )
        if dims[-2] not in (None, high - low + 1):
            raise c.fail(
                "The number of rows of `diagonal` must be the number of diagonals, "
                f"{high - low + 1}, got {dims[-2]}"
            )
    batch = dims[:-1] if low == high else dims[:-2]
    asked = (-1, -1)
    if len(c.inputs) > 1:
        values = c.value(2), c.value(3)
        if values[0] is None or values[1] is None:
            return (*batch, None, None)
        asked = (int(np.ravel(values[0])[0]), int(np.ravel(values[1])[0]))
    if dims[-1] is None:
        return (*batch, *(None if n == -1 else n for n in asked))
    return (*batch, *_matrix_size(dims[-1], low, high, asked, c.fail))


def _matrix_size(
    length: int,
    low: int,
    high: int,
    asked: tuple[int, int],
    fail: Callable[[str], Exception],
) -> tuple[int, int]:
    """The rows and columns of the matrix that holds diagonals of that length."""
    least = length - min(high, 0), length + max(low, 0)
    if asked == (-1, -1):
        return (max(least),) * 2
    for number, minimum, what in zip(asked, least, ("rows", "columns"), strict=True):
        if number not in (-1,) and number < minimum:
            raise fail(f"The number of {what} is too small.")
    rows, columns = (
        minimum if number == -1 else number
        for number, minimum in zip(asked, least, strict=True)
    )
    if rows != least[0] and columns != least[1]:
        raise fail(
            "The number of rows or columns is not consistent with the specified "
            "d_lower, d_upper, and diagonal."
        )
    return rows, columns


def _set_dims(c: ShapeContext) -> Dims:
    dims = _matrix(c)
    bounds = (0, 0) if len(c.inputs) == 2 else _checked_k(c, 2)
    diagonal = c.shape(1)
    if diagonal is not None and not diagonal:
        raise c.fail("diagonal must be at least 1-dim, received shape: []")
    if dims is None or bounds is None or diagonal is None:
        return dims
    _check_inside(c, bounds, dims)
    low, high = bounds
    head = () if low == high else (high - low + 1,)
    known = None not in dims[-2:]
    length = longest(dims[-2], dims[-1], low, high) if known else None
    want = (*dims[:-2], *head, length)
    if len(want) != len(diagonal) or any(
        None not in pair and pair[0] != pair[1]
        for pair in zip(want, diagonal, strict=True)
    ):
        raise c.fail(
            "Either first dimensions of diagonal don't match input.shape[:-2], or "
            "diagonal.shape[:-1] is not equal to the longests diagonal in range "
            f"[lower_diag_index:upper_diag_index].\nInput shape: {brackets(dims)}\n"
            f"Diagonal shape: {brackets(diagonal)}\nExpected diagonal shape: "
            f"{brackets(want)}"
        )
    return dims


def _part(
    xp: Any, input: Any, k: Any = 0, padding_value: Any = 0, align: str = "LEFT_LEFT"
) -> Any:
    low, high = diagonals(k)
    if low == high:
        return xp.diagonal(input, low, -2, -1)
    bands = Bands(k, input.shape[-2:], align)
    row, column, valid = bands.in_matrix()
    if input.size == 0:
        shape = (*input.shape[:-2], *row.shape)
        taken = xp.zeros(shape, input.dtype)
    else:
        taken = input[..., row, column]
    if not valid.all():
        taken = xp.where(valid, taken, xp.asarray(padding_value, input.dtype))
    return taken


def make_from_diagonals(
    xp: Any,
    diagonal: Any,
    k: Any = 0,
    num_rows: Any = -1,
    num_cols: Any = -1,
    padding_value: Any = 0,
    align: str = "LEFT_LEFT",
) -> Any:
    low, high = diagonals(k)
    asked = (int(np.ravel(num_rows)[0]), int(np.ravel(num_cols)[0]))
    rows, columns = _matrix_size(diagonal.shape[-1], low, high, asked, ValueError)
    if xp is np and low == high:
        found = np.empty((*diagonal.shape[:-1], rows, columns), diagonal.dtype)
        found[...] = padding_value
        return _replaced(found, diagonal, low)
    return _spread(xp, diagonal, Bands(k, (rows, columns), align), padding_value)


def _replaced(matrix: Any, diagonal: Any, k: int) -> Any:
    """The matrices, whose diagonal number `k` is overwritten."""
    places = np.arange(min(matrix.shape[-2] + min(k, 0), matrix.shape[-1] - max(k, 0)))
    matrix[..., places - min(k, 0), places + max(k, 0)] = diagonal[..., : len(places)]
    return matrix


def _spread(xp: Any, diagonal: Any, bands: Bands, rest: Any) -> Any:
    index, place, valid = bands.in_rectangle()
    rectangle = diagonal[..., None, :] if bands.single else diagonal
    if diagonal.size == 0 or not valid.any():
        shape = (*rectangle.shape[:-2], *valid.shape)
        return xp.broadcast_to(xp.asarray(rest, diagonal.dtype), shape)
    return xp.where(
        valid, rectangle[..., index, place], xp.asarray(rest, diagonal.dtype)
    )


def _set(
    xp: Any, input: Any, diagonal: Any, k: Any = 0, align: str = "LEFT_LEFT"
) -> Any:
    low, high = diagonals(k)
    if xp is np and low == high:
        return _replaced(np.array(input), diagonal, low)
    return _spread(xp, diagonal, Bands(k, input.shape[-2:], align), input)


def _empty(tensor: Any) -> Any:
    """The padding value of a dtype: zero, False or an empty string."""
    if tensor.dtype.name == "string":
        return ""
    return False if tensor.dtype.is_bool else 0


def _of_op(op: Any, position: int, default: Any) -> Any:
    return op.inputs[position] if len(op.inputs) > position else default


def _align_of(op: Any) -> str:
    return op.attrs.get("align", "LEFT_LEFT")  # type: ignore[no-any-return]


def _diag_gradient(op: Any, dy: Any) -> list[Any]:
    back = matrix_diag_part_v3_op(dy, _of_op(op, 1, 0), _empty(dy), align=_align_of(op))
    return [back] + [None] * (len(op.inputs) - 1)


def _part_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.array_creation import zeros_like

    zeros = zeros_like(op.inputs[0])
    back = matrix_set_diag_v3_op(zeros, dy, _of_op(op, 1, 0), align=_align_of(op))
    return [back] + [None] * (len(op.inputs) - 1)


def _set_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.array_creation import zeros_like

    k, align = _of_op(op, 2, 0), _align_of(op)
    rest = matrix_set_diag_v3_op(dy, zeros_like(op.inputs[1]), k, align=align)
    taken = matrix_diag_part_v3_op(dy, k, _empty(dy), align=align)
    return [rest, taken] + [None] * (len(op.inputs) - 2)


matrix_diag_op = Op(
    "MatrixDiag",
    "diagonal: T -> output: T",
    shape=_diag_dims,
    reference=make_from_diagonals,
    gradient=_diag_gradient,
)

matrix_diag_v2_op = Op(
    "MatrixDiagV2",
    "diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T -> "
    "output: T",
    shape=_diag_dims,
    reference=make_from_diagonals,
    gradient=_diag_gradient,
)

matrix_diag_v3_op = Op(
    "MatrixDiagV3",
    "diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T -> "
    f"output: T | {_ALIGN}",
    shape=_diag_dims,
    reference=make_from_diagonals,
    gradient=_diag_gradient,
)

matrix_diag_part_op = Op(
    "MatrixDiagPart",
    "input: T -> diagonal: T",
    shape=_part_dims,
    reference=_part,
    gradient=_part_gradient,
)

matrix_diag_part_v2_op = Op(
    "MatrixDiagPartV2",
    "input: T, k: int32, padding_value: T -> diagonal: T",
    shape=_part_dims,
    reference=_part,
    gradient=_part_gradient,
)

matrix_diag_part_v3_op = Op(
    "MatrixDiagPartV3",
    f"input: T, k: int32, padding_value: T -> diagonal: T | {_ALIGN}",
    shape=_part_dims,
    reference=_part,
    gradient=_part_gradient,
)

matrix_set_diag_op = Op(
    "MatrixSetDiag",
    "input: T, diagonal: T -> output: T",
    shape=_set_dims,
    reference=_set,
    gradient=_set_gradient,
)

matrix_set_diag_v2_op = Op(
    "MatrixSetDiagV2",
    "input: T, diagonal: T, k: int32 -> output: T",
    shape=_set_dims,
    reference=_set,
    gradient=_set_gradient,
)

matrix_set_diag_v3_op = Op(
    "MatrixSetDiagV3",
    f"input: T, diagonal: T, k: int32 -> output: T | {_ALIGN}",
    shape=_set_dims,
    reference=_set,
    gradient=_set_gradient,
)


def _band_dims(c: ShapeContext) -> Dims:
    dims = _matrix(c)
    if dims is None:
        return None
    for index, size, what in ((1, dims[-2], "rows"), (2, dims[-1], "columns")):
        value = c.number(index)
        name = "num_lower" if index == 1 else "num_upper"
        if value is not None and size is not None and value > size:
            raise c.fail(
                f"{name} must be negative or less or equal to number of {what} "
                f"({size}) got: {value}"
            )
    return dims


def _band(xp: Any, input: Any, num_lower: Any, num_upper: Any) -> Any:
    rows, columns = input.shape[-2:]
    above = np.arange(columns) - np.arange(rows)[:, None]
    kept = ((num_lower < 0) | (-above <= num_lower)) & (
        (num_upper < 0) | (above <= num_upper)
    )
    return xp.where(kept, input, xp.zeros((), input.dtype))


matrix_band_part_op = Op(
    "MatrixBandPart",
    "input: T, num_lower: Tindex, num_upper: Tindex -> band: T | Tindex: index = int64",
    shape=_band_dims,
    reference=_band,
    gradient=lambda op, dy: [band_part(dy, op.inputs[1], op.inputs[2]), None, None],
)

_DIAG_TYPES = "bfloat16|half|float|double|int32|int64|complex64|complex128"


def _tensor_part_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is None:
        return None
    if not dims or len(dims) % 2:
        raise c.fail(
            "The rank of the tensor should be even and positive, got shape "
            f"{brackets(dims)}"
        )
    half = len(dims) // 2
    merged: list[int | None] = []
    for index, (a, b) in enumerate(zip(dims[:half], dims[half:], strict=True)):
        if None not in (a, b) and a != b:
            raise c.fail(
                f"Invalid shape {brackets(dims)}: dimensions {index} and "
                f"{index + half} do not match."
            )
        merged.append(b if a is None else a)
    return tuple(merged)


def _tensor_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and not dims:
        raise c.fail("Input must be at least rank 1, got 0")
    return None if dims is None else dims + dims


def _tensor_part(xp: Any, input: Any) -> Any:
    dims = input.shape[: input.ndim // 2]
    size = int(np.prod(dims))
    return xp.diagonal(input.reshape((size, size))).reshape(dims)


def _tensor_made(xp: Any, diagonal: Any) -> Any:
    matrix = make_from_diagonals(xp, diagonal.reshape(-1))
    return matrix.reshape(diagonal.shape + diagonal.shape)


diag_op = Op(
    "Diag",
    f"diagonal: T -> output: T | T: {_DIAG_TYPES}",
    shape=_tensor_dims,
    reference=_tensor_made,
    gradient=lambda op, dy: [tensor_diag_part(dy)],
)

diag_part_op = Op(
    "DiagPart",
    f"input: T -> diagonal: T | T: {_DIAG_TYPES}",
    shape=_tensor_part_dims,
    reference=_tensor_part,
    gradient=lambda op, dy: [tensor_diag(dy)],
)


def diag(
    diagonal: Any,
    name: str | None = "diag",
    k: Any = 0,
    num_rows: Any = -1,
    num_cols: Any = -1,
    padding_value: Any = 0,
    align: str = "RIGHT_LEFT",
) -> Tensor:
    """Makes matrices that have given diagonals.

    Args:
        diagonal: A tensor whose last axis holds one diagonal, or whose last two axes
            hold several, the highest first.
        name: Name of the node in a graph.
        k: The number of the diagonal (0 the main one, positive above it), or the lowest
            and the highest of several.
        num_rows: Rows of the matrices; -1 for as few as possible.
        num_cols: Columns of the matrices; -1 for as few as possible.
        padding_value: What stands elsewhere.
        align: How diagonals above and below the main one that are shorter than the
            longest lie in `diagonal`: "RIGHT_LEFT", "LEFT_RIGHT", "LEFT_LEFT" or
            "RIGHT_RIGHT".

    Returns:
        A tensor of matrices.

    Raises:
        tf.errors.InvalidArgumentError: The sizes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.diag([1, 2]).numpy()
        array([[1, 0],
               [0, 2]], dtype=int32)
    """
    value: Any = convert_to_tensor(diagonal)
    padding = _padding(value, padding_value)
    return matrix_diag_v3_op(  # type: ignore[no-any-return]
        value, k, num_rows, num_cols, padding, align=align, name=name
    )


def diag_part(
    input: Any,
    name: str | None = "diag_part",
    k: Any = 0,
    padding_value: Any = 0,
    align: str = "RIGHT_LEFT",
) -> Tensor:
    """Takes diagonals out of matrices.

    Args:
        input: A tensor of rank 2 or more.
        name: Name of the node in a graph.
        k: The number of the diagonal, or the lowest and the highest of several.
        padding_value: What fills up diagonals that are shorter than the longest.
        align: Where that padding goes, see `tf.linalg.diag`.

    Returns:
        The diagonals; several are the rows of a matrix, the highest first.

    Raises:
        tf.errors.InvalidArgumentError: There is no such diagonal.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.diag_part([[1, 2], [3, 4]]).numpy()
        array([1, 4], dtype=int32)
    """
    value: Any = convert_to_tensor(input)
    padding = _padding(value, padding_value)
    return matrix_diag_part_v3_op(  # type: ignore[no-any-return]
        value, k, padding, align=align, name=name
    )


def _padding(value: Any, padding_value: Any) -> Any:
    if isinstance(padding_value, int) and padding_value == 0:
        return _empty(value)
    return padding_value


def set_diag(
    input: Any,
    diagonal: Any,
    name: str | None = "set_diag",
    k: Any = 0,
    align: str = "RIGHT_LEFT",
) -> Tensor:
    """Replaces diagonals of matrices.

    Args:
        input: A tensor of rank 2 or more.
        diagonal: The new diagonals, as `tf.linalg.diag_part` would return them.
        name: Name of the node in a graph.
        k: The number of the diagonal, or the lowest and the highest of several.
        align: How the diagonals lie, see `tf.linalg.diag`.

    Returns:
        A tensor of the shape of `input`.

    Raises:
        tf.errors.InvalidArgumentError: The sizes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.set_diag([[1, 2], [3, 4]], [0, 0]).numpy()
        array([[0, 2],
               [3, 0]], dtype=int32)
    """
    return matrix_set_diag_v3_op(  # type: ignore[no-any-return]
        input, diagonal, k, align=align, name=name
    )


def band_part(
    input: Any, num_lower: Any, num_upper: Any, name: str | None = None
) -> Tensor:
    """Keeps a band around the main diagonal and sets everything else to zero.

    Args:
        input: A tensor of rank 2 or more.
        num_lower: How many diagonals below the main one to keep; negative for all.
        num_upper: How many diagonals above the main one to keep; negative for all.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.band_part([[1, 2], [3, 4]], -1, 0).numpy()
        array([[1, 0],
               [3, 4]], dtype=int32)
    """
    lower: Any = convert_to_tensor(num_lower, dtype_hint="int64")
    upper: Any = convert_to_tensor(num_upper, dtype_hint=lower.dtype)
    return matrix_band_part_op(input, lower, upper, name=name)  # type: ignore[no-any-return]


def tensor_diag(diagonal: Any, name: str | None = None) -> Tensor:
    """Makes a tensor of twice the rank that is zero off its diagonal.

    Args:
        diagonal: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor with `result[i, j, i, j] == diagonal[i, j]`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.tensor_diag([1, 2]).numpy()
        array([[1, 0],
               [0, 2]], dtype=int32)
    """
    return diag_op(diagonal, name=name)  # type: ignore[no-any-return]


def tensor_diag_part(input: Any, name: str | None = None) -> Tensor:
    """Takes the diagonal of a tensor, the inverse of `tensor_diag`.

    Args:
        input: A tensor of even rank; the first half of the shape equals the second.
        name: Name of the node in a graph.

    Returns:
        A tensor with `result[i, j] == input[i, j, i, j]`.

    Raises:
        tf.errors.InvalidArgumentError: The shape is not of that kind.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.tensor_diag_part([[1, 2], [3, 4]]).numpy()
        array([1, 4], dtype=int32)
    """
    return diag_part_op(input, name=name)  # type: ignore[no-any-return]
