"""What a gradient is where a source doesn't matter."""

from __future__ import annotations

import enum


class UnconnectedGradients(enum.Enum):
    """What to return as the gradient for a source that a target doesn't depend on.

    Example:
        >>> import tensorbrook as tf
        >>> tf.UnconnectedGradients("zero")
        <UnconnectedGradients.ZERO: 'zero'>
    """

    NONE = "none"
    ZERO = "zero"
