"""`tensorflow.python.types.core`: whatever is a tensor to TensorFlow."""

from __future__ import annotations

import abc
from typing import Any


class Tensor(abc.ABC):  # noqa: B024 - it says who is one
    """The base of tensors and of what stands for one, such as a variable of Keras.

    Example:
        >>> import tensorbrook as tf
        >>> isinstance(tf.Variable(1.0), Tensor), isinstance(1.0, Tensor)
        (True, False)
    """

    @classmethod
    def __subclasshook__(cls, kind: type) -> Any:
        if cls is not Tensor:
            return NotImplemented
        return True if hasattr(kind, "__tf_tensor__") else NotImplemented
