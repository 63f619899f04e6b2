"""How variables are kept in step across devices."""

from __future__ import annotations

import enum


class VariableSynchronization(enum.Enum):
    """When the copies of a distributed variable are brought in step.

    Example:
        >>> import tensorbrook as tf
        >>> tf.VariableSynchronization.AUTO
        <VariableSynchronization.AUTO: 0>
    """

    AUTO = 0
    NONE = 1
    ON_WRITE = 2
    ON_READ = 3


class VariableAggregation(enum.Enum):
    """How updates of the copies of a distributed variable are combined.

    Example:
        >>> import tensorbrook as tf
        >>> tf.VariableAggregation.MEAN
        <VariableAggregation.MEAN: 2>
    """

    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3
