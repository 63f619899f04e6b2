"""The functions of `tf.io` whose arguments stand in another order in 1.x."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import csv, example_parsing, sparse_serial


def parse_example(
    serialized: Any,
    features: Mapping[str, Any],
    name: str | None = None,
    example_names: Any = None,
) -> dict[str, Any]:
    """Parses serialised Example messages; see `tf.io.parse_example` of 2.x.

    Args:
        serialized: A string vector.
        features: The features by name.
        name: Name of the node.
        example_names: Accepted for compatibility.

    Returns:
        Tensors by name.
    """
    return example_parsing.parse_example(serialized, features, example_names, name)


def parse_single_example(
    serialized: Any,
    features: Mapping[str, Any],
    name: str | None = None,
    example_names: Any = None,
) -> dict[str, Any]:
    """Parses one Example message; see `tf.io.parse_single_example` of 2.x.

    Args:
        serialized: A string scalar.
        features: The features by name.
        name: Name of the node.
        example_names: Accepted for compatibility.

    Returns:
        Tensors by name.
    """
    return example_parsing.parse_single_example(
        serialized, features, example_names, name
    )


def decode_csv(
    records: Any,
    record_defaults: Sequence[Any],
    field_delim: str = ",",
    use_quote_delim: bool = True,
    name: str | None = None,
    na_value: str = "",
    select_cols: Sequence[int] | None = None,
) -> list[Tensor]:
    """Splits lines of CSV into columns; see `tf.io.decode_csv` of 2.x.

    Args:
        records: A string tensor with one line in each element.
        record_defaults: The value of empty fields, for each column.
        field_delim: What separates fields.
        use_quote_delim: Whether a field in quotes may hold separators.
        name: Name of the node.
        na_value: A further text that means: empty.
        select_cols: The columns to keep.

    Returns:
        A tensor for each column.
    """
    return csv.decode_csv(
        records,
        record_defaults,
        field_delim,
        use_quote_delim,
        na_value,
        select_cols,
        name,
    )


def serialize_sparse(
    sp_input: Any, name: str | None = None, out_type: Any = dtypes.string
) -> Tensor:
    """A sparse tensor as three strings; see `tf.io.serialize_sparse` of 2.x.

    Args:
        sp_input: A `SparseTensor`.
        name: Name of the node.
        out_type: The dtype of the result.

    Returns:
        A string vector of length three.
    """
    return sparse_serial.serialize_sparse(sp_input, out_type, name)


def serialize_many_sparse(
    sp_input: Any, name: str | None = None, out_type: Any = dtypes.string
) -> Tensor:
    """A batch of sparse tensors as strings; see `tf.io.serialize_many_sparse` of 2.x.

    Args:
        sp_input: A `SparseTensor`.
        name: Name of the node.
        out_type: The dtype of the result.

    Returns:
        A string matrix with three columns.
    """
    return sparse_serial.serialize_many_sparse(sp_input, out_type, name)
