"""Layers over feature columns, and how Examples with them are parsed."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import framework, initializers
from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import (
    accumulate,
    array_creation,
    cast,
    clip,
    gather,
    matmul,
    normalize,
    reduce,
    shape,
)


def _sorted(feature_columns: Any) -> list[Any]:
    """The columns by their names.

    Raises:
        ValueError: There is none, or two have the same name.
    """
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    columns = feature_columns
    columns = [columns] if hasattr(columns, "parse_example_spec") else list(columns)
    if not columns:
        raise ValueError("feature_columns must not be empty.")
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        raise ValueError(f"Duplicate feature column name found in {sorted(names)}.")
    return sorted(columns, key=lambda column: column.name)


def _noted(column: Any, notes: Any, scope: Any) -> None:
    """Tells the caller which variables a column has."""
    if notes is not None:
        notes[column] = framework.get_collection("variables", scope.name + "/")


def input_layer(
    features: Any,
    feature_columns: Any,
    weight_collections: Any = None,
    trainable: bool = True,
    cols_to_vars: Any = None,
    cols_to_output_tensors: Any = None,
) -> Any:
    """The features as rows of numbers, as the columns say.

    Args:
        features: Tensors by the names of the features.
        feature_columns: Columns of numbers, indicators or embeddings.
        weight_collections: Accepted for compatibility.
        trainable: Whether optimizers change embeddings.
        cols_to_vars: A dict that gets the variables of each column.
        cols_to_output_tensors: A dict that gets the numbers of each column.

    Returns:
        A tensor of shape (batch, numbers), in the order of the columns' names.

    Raises:
        ValueError: A column of categories is neither indicator nor embedding.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     column = tf.feature_column.numeric_column("x")
        ...     print(sess.run(tf.feature_column.input_layer({"x": [1.0, 2.0]}, column)))
        [[1.]
         [2.]]
    """
    with variable_scope(None, default_name="input_layer"):
        parts = []
        for column in _sorted(feature_columns):
            if not hasattr(column, "dense"):
                raise ValueError(
                    "Items of feature_columns must be a _DenseColumn. You can wrap a "
                    f"categorical column with an embedding_column or indicator_column. "
                    f"Given: {column}"
                )
            with variable_scope(None, default_name=column.name) as scope:
                part = column.dense(features, trainable)
                part.set_shape([None, column.width])
                parts.append(part)
                if cols_to_output_tensors is not None:
                    cols_to_output_tensors[column] = part
                _noted(column, cols_to_vars, scope)
        return shape.concat(parts, 1)


def linear_model(
    features: Any,
    feature_columns: Any,
    units: int = 1,
    sparse_combiner: str = "sum",
    weight_collections: Any = None,
    trainable: bool = True,
    cols_to_vars: Any = None,
) -> Any:
    """A linear function of the features.

    Args:
        features: Tensors by the names of the features.
        feature_columns: Columns.
        units: The size of the output.
        sparse_combiner: How several categories of a row are combined.
        weight_collections: Accepted for compatibility.
        trainable: Whether optimizers change the weights.
        cols_to_vars: A dict that gets the variables of each column, and "bias".

    Returns:
        A tensor of shape (batch, units).
    """
    with variable_scope(None, default_name="linear_model"):
        sums = []
        for column in _sorted(feature_columns):
            with variable_scope(None, default_name=column.name) as scope:
                sums.append(
                    _weighted_sum(column, features, units, sparse_combiner, trainable)
                )
                _noted(column, cols_to_vars, scope)
        bias = get_variable(
            "bias_weights",
            [units],
            initializer=initializers.Zeros(),
            trainable=trainable,
        )
        if cols_to_vars is not None:
            cols_to_vars["bias"] = [bias]
        return normalize.bias_add(accumulate.add_n(sums), bias)


def _weighted_sum(
    column: Any, features: Any, units: int, combiner: str, trainable: bool
) -> Any:
    categorical = hasattr(column, "ids")
    rows = column.num_buckets if categorical else column.width
    weights = get_variable(
        "weights", [rows, units], initializer=initializers.Zeros(), trainable=trainable
    )
    if not categorical:
        return matmul.matmul(column.dense(features, trainable), weights)
    ids, factors = column.ids(features), column.weights(features)
    present = cast.cast(ids >= 0, dtypes.float32)
    factors = present if factors is None else factors * present
    safe = clip.clip_by_value(ids, cast.cast(0, ids.dtype), ids.dtype.max)
    total = reduce.reduce_sum(
        gather.gather(weights, safe) * shape.expand_dims(factors, -1), 1
    )
    if combiner == "sum":
        return total
    count = reduce.reduce_sum(
        factors if combiner == "mean" else factors**2, 1, keepdims=True
    )
    count = count if combiner == "mean" else count**0.5
    return gather.where(count > 0, total / count, array_creation.zeros_like(total))


def make_parse_example_spec(feature_columns: Any) -> dict[str, Any]:
    """What `tf.io.parse_example` needs to know to find the features of columns.

    Args:
        feature_columns: Columns.

    Returns:
        Specifications by the names of the features.

    Raises:
        ValueError: Two columns read one feature in different ways.

    Example:
        >>> import tensorbrook as tf
        >>> column = tf.feature_column.numeric_column("age")
        >>> tf.feature_column.make_parse_example_spec([column])["age"].dtype
        tf.float32
    """
    spec: dict[str, Any] = {}
    for column in feature_columns:
        if not hasattr(column, "parse_example_spec"):
            raise ValueError(
                f"All feature_columns must be _FeatureColumn instances. Given: {column}"
            )
        for key, value in column.parse_example_spec.items():
            if key in spec and spec[key] != value:
                raise ValueError(
                    f"feature_columns contain different parse_spec for key {key}. "
                    f"Given {spec[key]} and {value}"
                )
            spec[key] = value
    return spec
