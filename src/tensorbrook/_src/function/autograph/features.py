"""Optional features of the conversion."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Feature(enum.Enum):
    """Optional parts of the conversion, for `experimental_autograph_options`.

    Attributes:
        ALL: all of them.
        AUTO_CONTROL_DEPS: side effects keep their order (always so).
        ASSERT_STATEMENTS: `assert` checks symbolic tensors when the graph runs.
        BUILTIN_FUNCTIONS: `print` prints symbolic tensors when the graph runs.
        EQUALITY_OPERATORS: `==` compares elementwise (always so).
        LISTS: no effect; use `tf.TensorArray` for lists that grow in a staged loop.
        NAME_SCOPES: no effect.

    Example:
        >>> import tensorbrook as tf
        >>> tf.autograph.experimental.Feature.ALL.name
        'ALL'
    """

    ALL = "ALL"
    AUTO_CONTROL_DEPS = "AUTO_CONTROL_DEPS"
    ASSERT_STATEMENTS = "ASSERT_STATEMENTS"
    BUILTIN_FUNCTIONS = "BUILTIN_FUNCTIONS"
    EQUALITY_OPERATORS = "EQUALITY_OPERATORS"
    LISTS = "LISTS"
    NAME_SCOPES = "NAME_SCOPES"


def feature_names(features: Feature | Iterable[Feature] | None) -> frozenset[str]:
    """Returns the names of the features that are asked for, with ALL spelled out."""
    if features is None:
        return frozenset()
    chosen = (features,) if isinstance(features, Feature) else tuple(features)
    if Feature.ALL in chosen:
        chosen = tuple(Feature)
    return frozenset(each.name for each in chosen) - {Feature.ALL.name}
