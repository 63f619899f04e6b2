"""Methods of datasets that put elements together and take them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.shapes import TensorShape, as_dims
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import composites, structure
from tensorbrook._src.data.base import DatasetBase, as_int64, boolean, int64
from tensorbrook._src.data.functions import ElementFunction, traced
from tensorbrook._src.data.spec import DatasetSpec
from tensorbrook._src.graph.constant_value import constant_value
from tensorbrook._src.ops import cast, comparison, reduce, shape
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.datasets import batching


class Batching(DatasetBase):
    """batch, padded_batch, ragged_batch, unbatch, rebatch, window, group_by_window."""

    def batch(
        self,
        batch_size: Any,
        drop_remainder: bool = False,
        num_parallel_calls: Any = None,
        deterministic: bool | None = None,
        name: str | None = None,
    ) -> Any:
        """Successive elements as one, with a new first axis.

        Args:
            batch_size: How many elements make a batch.
            drop_remainder: Whether to leave out a last batch that is smaller.
            num_parallel_calls: Accepted for compatibility.
            deterministic: Accepted for compatibility.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            errors.InvalidArgumentError: `batch_size` isn't positive, or (when iterated)
                elements have different shapes.

        Example:
            >>> import tensorbrook as tf
            >>> [b.numpy().tolist() for b in tf.data.Dataset.range(5).batch(2)]
            [[0, 1], [2, 3], [4]]
        """
        del num_parallel_calls, deterministic
        size, drop = int64(batch_size, "batch_size"), boolean(drop_remainder)
        spec = structure.batched(self._spec, _static_size(size, drop))
        if structure.is_dense(self._spec):
            return self._derive(
                batching.batch_op, "_BatchDataset", spec, size, drop, name=name
            )
        return self._grouped(composites.stacker(self._spec), spec, size, drop, name)

    def _grouped(
        self, stack: Callable[..., Any], spec: Any, size: Any, drop: Any, name: Any
    ) -> Any:
        return self._derive(
            composites.group_op, "_BatchDataset", spec, size, drop, f=stack, name=name
        )

    def padded_batch(
        self,
        batch_size: Any,
        padded_shapes: Any = None,
        padding_values: Any = None,
        drop_remainder: bool = False,
        name: str | None = None,
    ) -> Any:
        """Successive elements as one, each padded to the largest or to a given shape.

        Args:
            batch_size: How many elements make a batch.
            padded_shapes: A shape for each component; None or -1 in it means the largest
                of the batch. By default the components' own shapes.
            padding_values: A scalar for each component; 0 or empty strings by default.
            drop_remainder: Whether to leave out a last batch that is smaller.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            ValueError: A component has an unknown rank and no shape is given.
            TypeError: A padding value has the wrong type, or a component isn't dense.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(1, 4).map(lambda n: tf.fill([n], n))
            >>> [b.numpy().tolist() for b in ds.padded_batch(3)]
            [[[1, 0, 0], [2, 2, 0], [3, 3, 3]]]
        """
        leaves = nest.flatten(self._spec)
        for leaf in leaves:
            if not isinstance(leaf, TensorSpec):
                raise TypeError(
                    f"Dataset.padded_batch takes dense tensors only, not {leaf}."
                )
        shapes = [
            _padded_shape(given, leaf)
            for given, leaf in zip(
                _shapes_for(self._spec, padded_shapes), leaves, strict=True
            )
        ]
        values = [
            _padding_value(given, leaf)
            for given, leaf in zip(
                _values_for(self._spec, padding_values), leaves, strict=True
            )
        ]
        size, drop = int64(batch_size, "batch_size"), boolean(drop_remainder)
        count = _static_size(size, drop)
        padded = [
            TensorSpec(TensorShape([count]).concatenate(_known(s)), leaf.dtype)
            for s, leaf in zip(shapes, leaves, strict=True)
        ]
        described = structure.types_and_shapes(padded)
        variant = batching.padded_batch_op(
            self._variant,
            size,
            shapes,
            values,
            drop,
            output_shapes=described["output_shapes"],
            name=name,
        )
        spec = nest.pack_sequence_as(self._spec, padded)
        return self._of(variant, spec, "_PaddedBatchDataset", self._options)

    def ragged_batch(
        self,
        batch_size: Any,
        drop_remainder: bool = False,
        row_splits_dtype: Any = dtypes.int64,
        name: str | None = None,
    ) -> Any:
        """Successive elements as one; those of different shapes as ragged tensors.

        Args:
            batch_size: How many elements make a batch.
            drop_remainder: Whether to leave out a last batch that is smaller.
            row_splits_dtype: The type of the row splits, int64 or int32.
            name: Name of the operation.

        Returns:
            A dataset; components with a fully known shape stay dense.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(3).map(tf.range)
            >>> [b.to_list() for b in ds.ragged_batch(3)]
            [[[], [0], [0, 1]]]
        """
        size, drop = int64(batch_size, "batch_size"), boolean(drop_remainder)
        count = _static_size(size, drop)
        splits = dtypes.as_dtype(row_splits_dtype)
        spec = composites.ragged_spec(self._spec, count, splits)
        stack = composites.ragged_stacker(self._spec, splits)
        return self._grouped(stack, spec, size, drop, name)

    def sparse_batch(
        self, batch_size: Any, row_shape: Any, name: str | None = None
    ) -> Any:
        """Successive dense elements as one sparse tensor.

        Args:
            batch_size: How many elements make a batch.
            row_shape: The shape of a row, at least that of every element.
            name: Name of the operation.

        Returns:
            A dataset of `tf.SparseTensor`.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(1, 3).map(lambda n: tf.fill([n], n))
            >>> [b.values.numpy().tolist() for b in ds.sparse_batch(2, [4])]
            [[1, 2, 2]]
        """
        dims = as_dims(row_shape)
        spec = composites.sparse_spec(self._spec, dims)
        size, drop = int64(batch_size, "batch_size"), boolean(False)
        return self._grouped(composites.sparse_stacker(dims), spec, size, drop, name)

    def unbatch(self, name: str | None = None) -> Any:
        """The rows of each element.

        Args:
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.from_tensors([[1, 2], [3, 4]]).unbatch()
            >>> [n.numpy().tolist() for n in ds]
            [[1, 2], [3, 4]]
        """
        spec = structure.unbatched(self._spec)
        if structure.is_dense(self._spec):
            return self._derive(batching.unbatch_op, "_UnbatchDataset", spec, name=name)
        return self._derive(
            composites.split_op,
            "_UnbatchDataset",
            spec,
            f=composites.splitter(self._spec),
            name=name,
        )

    def rebatch(
        self, batch_size: Any, drop_remainder: bool = False, name: str | None = None
    ) -> Any:
        """The rows of batches in batches of another size.

        Args:
            batch_size: The size, or a vector of sizes that are taken in turn.
            drop_remainder: Whether to leave out a last batch that is smaller.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(6).batch(2).rebatch(4)
            >>> [b.numpy().tolist() for b in ds]
            [[0, 1, 2, 3], [4, 5]]
        """
        sizes, drop = as_int64(batch_size), boolean(drop_remainder)
        known = constant_value(sizes)
        count = None
        if drop_remainder and known is not None and np.unique(known).size == 1:
            count = int(np.ravel(known)[0])
        spec = structure.batched(structure.unbatched(self._spec), count)
        return self._derive(
            batching.rebatch_op, "_RebatchDataset", spec, sizes, drop, name=name
        )

    def window(
        self,
        size: Any,
        shift: Any = None,
        stride: Any = 1,
        drop_remainder: bool = False,
        name: str | None = None,
    ) -> Any:
        """Datasets of successive elements.

        Args:
            size: How many elements a window has.
            shift: How far each window begins after the one before; `size` by default.
            stride: The distance between the elements of a window.
            drop_remainder: Whether to leave out windows that are smaller.
            name: Name of the operation.

        Returns:
            A dataset whose elements are datasets, one for each component.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(5).window(2)
            >>> [[int(n) for n in window] for window in ds]
            [[0, 1], [2, 3], [4]]
        """
        spec = nest.map_structure(DatasetSpec, self._spec)
        return self._derive(
            batching.window_op,
            "_WindowDataset",
            spec,
            int64(size, "size"),
            int64(size if shift is None else shift, "shift"),
            int64(stride, "stride"),
            boolean(drop_remainder),
            name=name,
        )

    def group_by_window(
        self,
        key_func: Callable[..., Any],
        reduce_func: Callable[..., Any],
        window_size: Any = None,
        window_size_func: Callable[..., Any] | None = None,
        name: str | None = None,
    ) -> Any:
        """Windows of elements with equal keys, each reduced to a dataset.

        Args:
            key_func: Maps an element to its key, an int64 scalar.
            reduce_func: Maps (key, dataset of a window) to a dataset.
            window_size: How many elements a window has.
            window_size_func: Or: maps a key to that number.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            ValueError: Both or neither of the two sizes are given, or the key isn't an
                int64 scalar.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(6).group_by_window(
            ...     lambda n: n % 2, lambda key, window: window.batch(3), window_size=3)
            >>> [b.numpy().tolist() for b in ds]
            [[0, 2, 4], [1, 3, 5]]
        """
        if (window_size is None) == (window_size_func is None):
            raise ValueError(
                "Dataset.group_by_window needs either `window_size` or "
                "`window_size_func`."
            )
        key = ElementFunction(key_func, self._spec, "group_by_window")
        key.require_scalar(dtypes.int64, "Dataset.group_by_window: `key_func`")
        one = TensorSpec([], dtypes.int64)
        size_func = window_size_func or (lambda key: as_int64(window_size))
        size = traced(lambda k: as_int64(size_func(k)), [one], "group_by_window")
        inner = traced(reduce_func, [one, DatasetSpec(self._spec)], "group_by_window")
        if not isinstance(inner.spec, DatasetSpec):
            raise TypeError(
                "Dataset.group_by_window: `reduce_func` must return a `tf.data.Dataset`, "
                f"but it returns {inner.spec}."
            )
        return self._derive(
            batching.group_by_window_op,
            "_GroupByWindowDataset",
            inner.spec.element_spec,
            key.captured,
            inner.captured,
            size.captured,
            key_func=key.graph,
            reduce_func=inner.graph,
            window_size_func=size.graph,
            name=name,
        )

    def bucket_by_sequence_length(
        self,
        element_length_func: Callable[..., Any],
        bucket_boundaries: Sequence[int],
        bucket_batch_sizes: Sequence[int],
        padded_shapes: Any = None,
        padding_values: Any = None,
        pad_to_bucket_boundary: bool = False,
        no_padding: bool = False,
        drop_remainder: bool = False,
        name: str | None = None,
    ) -> Any:
        """Batches of elements of similar length, padded.

        Args:
            element_length_func: Maps an element to its length.
            bucket_boundaries: Lengths at which a next bucket begins, ascending.
            bucket_batch_sizes: A batch size for each bucket, one more than boundaries.
            padded_shapes: As for `padded_batch`.
            padding_values: As for `padded_batch`.
            pad_to_bucket_boundary: Whether to pad to the bucket's boundary less one.
            no_padding: Whether the elements of a bucket are equally long already.
            drop_remainder: Whether to leave out last batches that are smaller.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            ValueError: The numbers of boundaries and sizes don't fit.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(5).map(lambda n: tf.fill([n], n))
            >>> ds = ds.bucket_by_sequence_length(lambda n: tf.size(n), [3], [2, 2])
            >>> [b.numpy().tolist() for b in ds]
            [[[0], [1]], [[3, 3, 3, 0], [4, 4, 4, 4]], [[2, 2]]]
        """
        if len(bucket_batch_sizes) != len(bucket_boundaries) + 1:
            raise ValueError(
                "Dataset.bucket_by_sequence_length: len(bucket_batch_sizes) must be "
                f"len(bucket_boundaries) + 1, got {len(bucket_batch_sizes)} and "
                f"{len(bucket_boundaries)}."
            )
        limits = constant(np.array(bucket_boundaries, np.int64))
        sizes = constant(np.array(bucket_batch_sizes, np.int64))

        def bucket_of(*element: Any) -> Any:
            length = as_int64(element_length_func(*element))
            return reduce.reduce_sum(
                cast.cast(comparison.greater_equal(length, limits), dtypes.int64)
            )

        def batch_of(bucket: Any, window: Any) -> Any:
            size = sizes[bucket]
            if no_padding:
                return window.batch(size, drop_remainder)
            shapes = padded_shapes
            if pad_to_bucket_boundary:
                wanted = limits[bucket] - 1
                shapes = _to_boundary(window.element_spec, padded_shapes, wanted)
            return window.padded_batch(size, shapes, padding_values, drop_remainder)

        return self.group_by_window(
            bucket_of, batch_of, window_size_func=lambda bucket: sizes[bucket]
        )


def _static_size(size: Any, drop: Any) -> int | None:
    """The first dim of a batch, where it is known."""
    known, dropped = constant_value(size), constant_value(drop)
    return int(known) if known is not None and dropped else None


def _shapes_for(spec: Any, given: Any) -> list[Any]:
    if given is None:
        return [None] * len(nest.flatten(spec))
    return nest.flatten_up_to(spec, given) if nest.is_nested(spec) else [given]


def _values_for(spec: Any, given: Any) -> list[Any]:
    if given is None or not nest.is_nested(given):
        return [given] * len(nest.flatten(spec))
    return list(nest.flatten_up_to(spec, given))


def _padded_shape(given: Any, leaf: TensorSpec) -> Any:
    own = leaf.shape._dims
    if given is None:
        if own is None:
            raise ValueError(
                "Dataset.padded_batch: a component has an unknown rank; give "
                "`padded_shapes` for it."
            )
        given = own
    if hasattr(given, "dtype") and hasattr(given, "_dims"):
        return as_int64(given)
    dims = as_dims(given)
    if dims is None:
        raise ValueError("Dataset.padded_batch: a padded shape must have a known rank.")
    if own is not None and len(own) != len(dims):
        raise ValueError(
            f"Dataset.padded_batch: the padded shape {TensorShape(dims)} is not "
            f"compatible with the shape {leaf.shape} of the component."
        )
    for size, wanted in zip(own or (), dims, strict=bool(own)):
        if size is not None and wanted is not None and size > wanted:
            raise ValueError(
                f"Dataset.padded_batch: the padded shape {TensorShape(dims)} is smaller "
                f"than the shape {leaf.shape} of the component."
            )
    numbers = [-1 if dim is None else dim for dim in dims]
    return constant(np.array(numbers, np.int64))


def _known(shape_tensor: Any) -> TensorShape:
    numbers = constant_value(shape_tensor)
    if numbers is None:
        dims = shape_tensor._dims
        return TensorShape([None] * dims[0] if dims and dims[0] is not None else None)
    return TensorShape([None if n < 0 else int(n) for n in numbers])


def _padding_value(given: Any, leaf: TensorSpec) -> Any:
    if given is None:
        empty: Any = "" if leaf.dtype is dtypes.string else 0
        return constant(empty, leaf.dtype)
    value = convert_to_tensor(given)
    if value.dtype is not leaf.dtype:
        raise TypeError(
            f"Dataset.padded_batch: the padding value {given!r} has the type "
            f"{value.dtype.name}, but the component has {leaf.dtype.name}."
        )
    if value._dims not in ((), None):
        raise ValueError("Dataset.padded_batch: a padding value must be a scalar.")
    return value


def _to_boundary(spec: Any, given: Any, wanted: Any) -> Any:
    shapes = _shapes_for(spec, given)
    made = []
    for leaf, shape_given in zip(nest.flatten(spec), shapes, strict=True):
        dims = leaf.shape._dims if shape_given is None else as_dims(shape_given)
        parts = [
            wanted if dim is None else constant(dim, dtypes.int64) for dim in dims or ()
        ]
        made.append(shape.stack(parts) if parts else constant([], dtypes.int64))
    return nest.pack_sequence_as(spec, made)
