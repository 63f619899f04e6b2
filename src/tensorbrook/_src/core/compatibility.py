"""Whether a program may write what older programs can't read (`tf.compat`)."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator

_DAYS = "TF_FORWARD_COMPATIBILITY_DELTA_DAYS"
#: The day before which everything can be read, as TensorFlow 2.21 has it.
_HORIZON = datetime.date(2026, 1, 20)
_days: list[datetime.date] = []


def forward_compatible(year: int, month: int, day: int) -> bool:
    """Whether programs of a day and later are the only ones that have to read our files.

    Args:
        year: The year.
        month: The month.
        day: The day.

    Returns:
        True if that day is past.

    Example:
        >>> import tensorbrook as tf
        >>> tf.compat.forward_compatible(2020, 1, 1)
        True
    """
    horizon = _days[-1] if _days else _HORIZON
    later = datetime.timedelta(days=int(os.environ.get(_DAYS, "0")))
    return horizon + later > datetime.date(year, month, day)


@contextlib.contextmanager
def forward_compatibility_horizon(year: int, month: int, day: int) -> Iterator[None]:
    """Sets the day that `forward_compatible` compares with, in the body of a `with`.

    Args:
        year: The year.
        month: The month.
        day: The day.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.compat.forward_compatibility_horizon(2019, 1, 1):
        ...     tf.compat.forward_compatible(2020, 1, 1)
        False
    """
    _days.append(datetime.date(year, month, day))
    try:
        yield
    finally:
        _days.pop()
