"""The logger of the package."""

from __future__ import annotations

import logging


def get_logger() -> logging.Logger:
    """Returns the logger that the package writes to.

    Example:
        >>> import tensorbrook as tf
        >>> tf.get_logger().setLevel("WARNING")
    """
    return logging.getLogger("tensorbrook")
