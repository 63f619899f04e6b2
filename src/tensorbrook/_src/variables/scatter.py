"""The methods of a variable that change some of its rows or slices."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops import resource_scatter as records
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices


class ScatterMethods:
    """What `tf.Variable` can do to parts of its value."""

    _handle: Any
    _dtype: Any
    shape: Any

    def _after(self, op: Any, read_value: bool) -> Any:
        raise NotImplementedError

    def _rows(self, op: Any, sparse_delta: Any, name: str | None) -> Any:
        if not isinstance(sparse_delta, IndexedSlices):
            raise TypeError(
                f"{op.name}: argument `sparse_delta` must be a tf.IndexedSlices. "
                f"Received: {sparse_delta!r}."
            )
        values = convert_to_tensor(sparse_delta.values, dtype=self._dtype)
        done = op(self._handle, sparse_delta.indices, values, name=name)
        return self._after(done, True)

    def _slices(self, op: Any, indices: Any, updates: Any, name: str | None) -> Any:
        values = convert_to_tensor(updates, dtype=self._dtype)
        return self._after(op(self._handle, indices, values, name=name), True)

    def scatter_add(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Adds rows.

        Args:
            sparse_delta: The rows, a `tf.IndexedSlices`.
            use_locking: Accepted for compatibility.
            name: Name of the node in a graph.

        Returns:
            As `assign`.

        Raises:
            TypeError: `sparse_delta` is something else.
            errors.InvalidArgumentError: A row doesn't exist.

        Example:
            >>> import tensorbrook as tf
            >>> v = tf.Variable([1, 2, 3])
            >>> v.scatter_add(tf.IndexedSlices(tf.constant([5]), tf.constant([1]))).numpy()
            array([1, 7, 3], dtype=int32)
        """
        return self._rows(records.resource_scatter_add_op, sparse_delta, name)

    def scatter_sub(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Subtracts rows; as `scatter_add`."""
        return self._rows(records.resource_scatter_sub_op, sparse_delta, name)

    def scatter_mul(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Multiplies rows; as `scatter_add`."""
        return self._rows(records.resource_scatter_mul_op, sparse_delta, name)

    def scatter_div(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Divides rows; as `scatter_add`."""
        return self._rows(records.resource_scatter_div_op, sparse_delta, name)

    def scatter_min(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Replaces elements by smaller ones; as `scatter_add`."""
        return self._rows(records.resource_scatter_min_op, sparse_delta, name)

    def scatter_max(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Replaces elements by larger ones; as `scatter_add`."""
        return self._rows(records.resource_scatter_max_op, sparse_delta, name)

    def scatter_update(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Replaces rows; as `scatter_add`."""
        return self._rows(records.resource_scatter_update_op, sparse_delta, name)

    def batch_scatter_update(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Replaces rows in each element of a batch.

        Args:
            sparse_delta: The rows; the last axis of the indices counts within an
                element of the batch.
            use_locking: Accepted for compatibility.
            name: Name of the node in a graph.

        Returns:
            As `assign`.

        Example:
            >>> import tensorbrook as tf
            >>> v = tf.Variable([[1, 2], [3, 4]])
            >>> rows = tf.IndexedSlices(tf.constant([[9], [8]]), tf.constant([[0], [1]]))
            >>> v.batch_scatter_update(rows).numpy()
            array([[9, 2],
                   [3, 8]], dtype=int32)
        """
        from tensorbrook._src.ops import array_creation, shape

        within = convert_to_tensor(sparse_delta.indices)
        sizes = shape.unstack(shape.shape(within, out_type=within.dtype))
        parts = []
        for axis in range(len(sizes) - 1):
            steps = array_creation.range(sizes[axis])
            spread = [1] * len(sizes)
            spread[axis] = -1
            column = shape.reshape(steps, spread)
            parts.append(shape.broadcast_to(column, shape.shape(within)))
        indices = shape.stack([*parts, within], axis=-1)
        return self.scatter_nd_update(indices, sparse_delta.values, name=name)

    def scatter_nd_add(
        self, indices: Any, updates: Any, name: str | None = None
    ) -> Any:
        """Adds slices at the positions that the last axis of `indices` holds.

        Args:
            indices: Integers, as for `tf.scatter_nd`.
            updates: The slices.
            name: Name of the node in a graph.

        Returns:
            As `assign`.

        Raises:
            errors.InvalidArgumentError: A position doesn't exist.

        Example:
            >>> import tensorbrook as tf
            >>> tf.Variable([1, 2, 3]).scatter_nd_add([[0], [2]], [10, 20]).numpy()
            array([11,  2, 23], dtype=int32)
        """
        return self._slices(records.resource_scatter_nd_add_op, indices, updates, name)

    def scatter_nd_sub(
        self, indices: Any, updates: Any, name: str | None = None
    ) -> Any:
        """Subtracts slices; as `scatter_nd_add`."""
        return self._slices(records.resource_scatter_nd_sub_op, indices, updates, name)

    def scatter_nd_min(
        self, indices: Any, updates: Any, name: str | None = None
    ) -> Any:
        """Replaces elements by smaller ones; as `scatter_nd_add`."""
        return self._slices(records.resource_scatter_nd_min_op, indices, updates, name)

    def scatter_nd_max(
        self, indices: Any, updates: Any, name: str | None = None
    ) -> Any:
        """Replaces elements by larger ones; as `scatter_nd_add`."""
        return self._slices(records.resource_scatter_nd_max_op, indices, updates, name)

    def scatter_nd_update(
        self, indices: Any, updates: Any, name: str | None = None
    ) -> Any:
        """Replaces slices; as `scatter_nd_add`."""
        return self._slices(
            records.resource_scatter_nd_update_op, indices, updates, name
        )

    def _sliced(self, key: Any) -> Any:
        """The slice, with a method `assign` that changes the variable there."""
        from tensorbrook._src.ops import slicing

        part = slicing.getitem(self, key)
        if slicing.is_mask(key):
            return part

        def assign(value: Any, name: str | None = None) -> Any:
            """Replaces this slice of the variable."""
            bounds, masks = slicing.arguments(key)
            new = convert_to_tensor(value, dtype=self._dtype)
            done = records.resource_strided_slice_assign_op(
                self._handle, *bounds, new, name=name, **masks
            )
            return self._after(done, True)

        part.assign = assign
        return part
