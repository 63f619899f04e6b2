"""Second derivatives in a graph: `tf.hessians`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.autodiff.graph_gradients import gradients
from tensorbrook._src.autodiff.jacobian import known_size
from tensorbrook._src.autodiff.unconnected import UnconnectedGradients
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


def hessians(
    ys: Any,
    xs: Any,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    name: str = "hessians",
) -> list[Any]:
    """Second derivatives of the sum of `ys` by each pair of elements of a source.

    Args:
        ys: A tensor or a list of tensors, in a graph.
        xs: A tensor or variable, or a list of them.
        gate_gradients: Accepted for compatibility.
        aggregation_method: Accepted for compatibility.
        name: Name scope of the new nodes.

    Returns:
        A list with a tensor of shape `x.shape + x.shape` for each `x`.

    Raises:
        NotImplementedError: The shape of a source is not known yet.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.function
        ... def f(x):
        ...     return tf.hessians(tf.reduce_sum(x ** 3), x)[0]
        >>> f(tf.constant([1.0, 2.0])).numpy()
        array([[ 6.,  0.],
               [ 0., 12.]], dtype=float32)
    """
    sources = list(xs) if isinstance(xs, list | tuple) else [xs]
    with name_scope(name):
        slopes = gradients(ys, sources)
        return [
            _second(slope, source)
            for slope, source in zip(slopes, sources, strict=True)
        ]


def _second(slope: Any, source: Any) -> Any:
    tensor = convert_to_tensor(source)
    dims = tensor._dims
    size = known_size(dims, "tf.hessians")
    if slope is None:
        return array_creation.zeros((*dims, *dims), tensor.dtype)  # type: ignore[misc]
    flat = shapes.reshape(convert_to_tensor(slope), [-1])
    rows = [
        gradients(flat[i], source, unconnected_gradients=UnconnectedGradients.ZERO)[0]
        for i in range(size)
    ]
    stacked = shapes.stack([convert_to_tensor(row) for row in rows])
    return shapes.reshape(stacked, (*dims, *dims))  # type: ignore[misc]
