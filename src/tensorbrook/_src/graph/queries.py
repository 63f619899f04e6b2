"""What is being built, and is this tensor part of it?"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.graph.tensor import SymbolicTensor


def is_symbolic_tensor(tensor: Any) -> bool:
    """Whether `tensor` belongs to a graph and has no value yet.

    Args:
        tensor: Any Python object.

    Returns:
        True for tensors of graphs and of functions that are being traced.

    Example:
        >>> import tensorbrook as tf
        >>> tf.is_symbolic_tensor(tf.constant(1))
        False
    """
    kind = type(tensor)
    return isinstance(tensor, SymbolicTensor) or (
        hasattr(kind, "__tensorbrook_dispatch__") and hasattr(kind, "__tf_tensor__")
    )


def inside_function() -> bool:
    """Whether a `tf.function` is being traced.

    Example:
        >>> import tensorbrook as tf
        >>> tf.inside_function()
        False
    """
    return bool(current.interpreter.building_function)
