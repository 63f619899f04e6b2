"""Counting: histograms, confusion matrices, and the share of zeros."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity


def _rows_of_bins(c: ShapeContext) -> Dims:
    dims, count = c.shape(0), c.number(1)
    values = c.value(0)
    if values is not None and (values < 0).any():
        raise c.fail("Input arr must be non-negative!")
    if count is not None and count < 0:
        raise c.fail(f"size ({count}) must be non-negative")
    if dims is None:
        return None
    if len(dims) > 2:
        raise c.fail(f"Shape must be at most rank 2 but is rank {len(dims)}")
    return (*dims[:-1], count) if dims else (count,)


def _dense_bincount(
    xp: Any, input: Any, size: Any, weights: Any, binary_output: bool
) -> Any:
    count = int(size)
    if input.ndim == 2:
        rows = [
            _bins(row, count, weights[i] if weights.size else weights, binary_output)
            for i, row in enumerate(input)
        ]
        return np.stack(rows) if rows else np.zeros((0, count), weights.dtype)
    return _bins(input, count, weights, binary_output)


def _bins(row: Any, count: int, weights: Any, binary_output: bool) -> Any:
    flat = row.reshape(-1)
    kept = flat < count
    bins = np.zeros(count, weights.dtype)
    if binary_output:
        bins[flat[kept]] = 1
    elif weights.size:
        np.add.at(bins, flat[kept], weights.reshape(-1)[kept])
    else:
        np.add.at(bins, flat[kept], 1)
    return bins


def _bins_dims(c: ShapeContext) -> Dims:
    count = c.number(1)
    if count is not None and count < 0:
        raise c.fail(f"size ({count}) must be non-negative")
    return (count,)


dense_bincount_op = Op(
    "DenseBincount",
    "input: Tidx, size: Tidx, weights: T -> output: T | binary_output: bool = False, "
    "Tidx: index, T: {int32, int64, float32, float64}",
    shape=_rows_of_bins,
    reference=_dense_bincount,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of bins is a value"),
)

bincount_op = Op(
    "Bincount",
    "arr: int32, size: int32, weights: T -> bins: T | "
    "T: {int32, int64, float32, float64}",
    shape=_bins_dims,
    reference=lambda xp, arr, size, weights: _bins(arr, int(size), weights, False),
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of bins is a value"),
)


def _histogram(xp: Any, values: Any, value_range: Any, nbins: Any, dtype: Any) -> Any:
    bins = _bin_of(values, value_range, int(nbins))
    return np.bincount(bins.reshape(-1), minlength=int(nbins)).astype(dtype.numpy_dtype)


def _bin_of(values: Any, value_range: Any, count: int) -> Any:
    low, high = (float(end) for end in value_range)
    scaled = (values.astype(np.float64) - low) / (high - low) * count
    return np.clip(np.floor(scaled), 0, count - 1).astype(np.int64)


histogram_fixed_width_op = Op(
    "HistogramFixedWidth",
    "values: T, value_range: T, nbins: int32 -> out: dtype | "
    "dtype: index = int32, T: {int32, int64, float32, float64}",
    shape=lambda c: _histogram_dims(c),
    reference=_histogram,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of bins is a value"),
)


def _histogram_dims(c: ShapeContext) -> Dims:
    ends, count = c.vector(1), c.number(2)
    if ends is not None and (ends.shape != (2,) or not ends[0] < ends[1]):
        raise c.fail(
            "value_range should satisfy value_range[0] < value_range[1], but got "
            f"{ends.tolist()}"
        )
    if count is not None and count <= 0:
        raise c.fail(f"nbins should be a positive number, but got {count}")
    return (count,)


def histogram_fixed_width(
    values: Any,
    value_range: Any,
    nbins: Any = 100,
    dtype: Any = dtypes.int32,
    name: str | None = None,
) -> Tensor:
    """Counts how many numbers fall into each of `nbins` equal parts of a range.

    Args:
        values: A tensor of real numbers; what lies outside counts in the nearest bin.
        value_range: The two ends of the range.
        nbins: The number of bins.
        dtype: The type of the counts.
        name: Name of the node in a graph.

    Returns:
        A vector of `nbins` counts.

    Raises:
        tf.errors.InvalidArgumentError: The range is empty, or there are no bins.

    Example:
        >>> import tensorbrook as tf
        >>> tf.histogram_fixed_width([0.5, 1.5, 9.0], [0.0, 4.0], nbins=2).numpy()
        array([2, 1], dtype=int32)
    """
    tensor = convert_to_tensor(values)
    return histogram_fixed_width_op(  # type: ignore[no-any-return]
        tensor,
        convert_to_tensor(value_range, dtype=tensor.dtype),
        nbins,
        dtype=dtype,
        name=name,
    )


def histogram_fixed_width_bins(
    values: Any,
    value_range: Any,
    nbins: Any = 100,
    dtype: Any = dtypes.int32,
    name: str | None = None,
) -> Tensor:
    """Finds the bin of each number: which of `nbins` equal parts of a range it is in.

    Args:
        values: A tensor of real numbers; what lies outside gets the nearest bin.
        value_range: The two ends of the range.
        nbins: The number of bins.
        dtype: The type of the result.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `values`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.histogram_fixed_width_bins([0.5, 9.0], [0.0, 4.0], nbins=4).numpy()
        array([0, 3], dtype=int32)
    """
    from tensorbrook._src.ops import binary, cast, clip, unary

    tensor = convert_to_tensor(values)
    ends = convert_to_tensor(value_range, dtype=tensor.dtype)
    width = binary.truediv(tensor - ends[0], ends[1] - ends[0])
    count = cast.cast(nbins, width.dtype)
    bins = unary.floor(width * count)
    zero = convert_to_tensor(0, dtype=width.dtype)
    return cast.cast(clip.clip_by_value(bins, zero, count - 1), dtype, name)  # type: ignore[no-any-return]


def bincount(
    arr: Any,
    weights: Any = None,
    minlength: Any = None,
    maxlength: Any = None,
    dtype: Any = dtypes.int32,
    name: str | None = None,
    axis: int | None = None,
    binary_output: bool = False,
) -> Tensor:
    """Counts how often each of the integers 0, 1, ... occurs.

    Args:
        arr: A tensor of integers that are not negative; perhaps sparse or ragged.
        weights: What each integer counts, in the form of `arr`; by default one.
        minlength: The least number of counts.
        maxlength: The largest number of counts; larger integers are left out.
        dtype: The type of the counts where there are no weights.
        name: Name of the node in a graph.
        axis: -1 to count in each row by itself.
        binary_output: Whether to tell only if an integer occurs, by ones and zeros.

    Returns:
        A vector of counts, or one for each row.

    Raises:
        ValueError: Weights and `binary_output` are both given, or `axis` is not known.
        tf.errors.InvalidArgumentError: A number is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.bincount([1, 1, 3]).numpy()
        array([0, 2, 0, 1], dtype=int32)
    """
    from tensorbrook._src.ops import cast, shape, sparse_count

    if weights is not None and binary_output:
        raise ValueError(
            "Arguments `binary_output` and `weights` are mutually exclusive. Please "
            "specify only one."
        )
    if axis not in (None, 0, -1):
        raise ValueError(f"Unsupported value for argument axis={axis}. Only 0 and -1.")
    rows = sparse_count.rows_of(arr) if axis == -1 else None
    numbers = sparse_count.values_of(arr)
    if numbers.dtype not in (dtypes.int32, dtypes.int64):
        numbers = cast.cast(numbers, dtypes.int32)
    if axis != -1:
        numbers = shape.reshape(numbers, [-1])
    size = _length(numbers, minlength, maxlength)
    if weights is None:
        scale = convert_to_tensor(np.zeros(0, dtypes.as_dtype(dtype).as_numpy_dtype))
    else:
        scale = sparse_count.values_of(weights)
        scale = shape.reshape(scale, [-1]) if axis != -1 else scale
    if rows is not None:
        places, dense_shape = rows
        return sparse_count.bincount_op(  # type: ignore[no-any-return]
            places,
            numbers,
            dense_shape,
            size,
            scale,
            binary_output=binary_output,
            name=name,
        )
    return dense_bincount_op(  # type: ignore[no-any-return]
        numbers, size, scale, binary_output=binary_output, name=name
    )


def _length(numbers: Any, minlength: Any, maxlength: Any) -> Any:
    """How many counts there are: one more than the largest number, within limits."""
    from tensorbrook._src.ops import binary, cast, reduce, shape

    kind = numbers.dtype
    one = convert_to_tensor(1, dtype=kind)
    some = cast.cast(shape.size(numbers) > 0, kind)
    largest = binary.maximum(reduce.reduce_max(numbers), -one)
    size = some * (largest + one)
    if minlength is not None:
        size = binary.maximum(cast.cast(minlength, kind), size)
    if maxlength is not None:
        size = binary.minimum(cast.cast(maxlength, kind), size)
    return size


def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    weights: Any = None,
    dtype: Any = dtypes.int32,
    name: str | None = None,
) -> Tensor:
    """Counts how often each class was predicted for examples of each class.

    Args:
        labels: The true classes, a vector of integers.
        predictions: The predicted classes.
        num_classes: The number of classes; by default one more than the largest.
        weights: What each example counts.
        dtype: The type of the counts.
        name: Name of the node in a graph.

    Returns:
        A matrix: rows are true classes, columns predicted ones.

    Raises:
        tf.errors.InvalidArgumentError: A class is negative or too large.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.confusion_matrix([0, 1, 1], [0, 1, 0]).numpy()
        array([[1, 0],
               [1, 1]], dtype=int32)
    """
    from tensorbrook._src.ops import (
        array_creation,
        binary,
        cast,
        reduce,
        segment,
        shape,
    )

    classes = None if num_classes is None else cast.cast(num_classes, dtypes.int64)
    truth = _checked_classes(labels, "labels", classes)
    guess = _checked_classes(predictions, "predictions", classes)
    if classes is None:
        both = binary.maximum(reduce.reduce_max(truth), reduce.reduce_max(guess))
        classes = both + 1
    if weights is None:
        values = array_creation.ones_like(truth, dtype=dtype)
    else:
        values = cast.cast(weights, dtype)
    cells = segment.unsorted_segment_sum(
        values, truth * classes + guess, classes * classes
    )
    return shape.reshape(cells, shape.stack([classes, classes]), name=name)


def _vector(classes: Any) -> Any:
    from tensorbrook._src.ops import shape

    tensor = convert_to_tensor(classes)
    rank = None if tensor._dims is None else len(tensor._dims)
    return shape.squeeze(tensor, [-1]) if rank == 2 else tensor


def _checked_classes(values: Any, what: str, classes: Any) -> Any:
    """Classes as int64 numbers from 0 up to their count, checked when they run."""
    from tensorbrook._src.core.scopes import control_dependencies
    from tensorbrook._src.ops import asserts, cast
    from tensorbrook._src.ops.constant import identity

    found = cast.cast(_vector(values), dtypes.int64)
    checks = [
        asserts.assert_non_negative(found, message=f"`{what}` contains negative values")
    ]
    if classes is not None:
        checks.append(
            asserts.assert_less(found, classes, message=f"`{what}` out of bound")
        )
    with control_dependencies([check for check in checks if check is not None]):
        return identity(found)


def zero_fraction(value: Any, name: str | None = None) -> Tensor:
    """Computes the share of elements that are zero.

    Args:
        value: A numeric tensor.
        name: Name of the node in a graph.

    Returns:
        A float32 between 0 and 1; nan if there are no elements.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.math.zero_fraction([0, 1, 0, 3]))
        0.5
    """
    from tensorbrook._src.ops import cast, reduce, shape

    tensor = convert_to_tensor(value)
    total = shape.size(tensor, out_type=dtypes.int64)
    zeros = total - reduce.count_nonzero(tensor)
    share = cast.cast(zeros, dtypes.float32) / cast.cast(total, dtypes.float32)
    return identity(share, name)
