"""`tf.io.parse_sequence_example` and `parse_single_sequence_example`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import example_columns as columns
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.ensure_shape import ensure_shape
from tensorbrook._src.ops.example_parsing import (
    SPLITS,
    STRINGS,
    TYPES,
    Plan,
    names_of,
)
from tensorbrook._src.ops.ragged.tensor import RaggedTensor
from tensorbrook._src.ops.sparse_tensor import SparseTensor


class _Lists:
    """The feature lists of many examples."""

    def __init__(self, examples: Sequence[Any], batched: bool) -> None:
        self.examples = examples
        self.batched = batched

    def rows(self, key: str, dtype: Any) -> list[list[Sequence[Any]]]:
        """The values of a feature, by example and step."""
        found = []
        for index, lists in enumerate(self.examples):
            steps = lists[key].feature if key in lists else ()
            place = f"Name: <unknown>, Key: {key}, Index: {index}."
            found.append([columns.values_of(step, dtype, place) for step in steps])
        return found

    def dense(self, key: str, dtype: Any, dims: Any, may_miss: bool) -> tuple[Any, Any]:
        """Steps of a fixed shape, filled up to the longest, and how many there are."""
        size = int(np.prod(dims, dtype=int))
        rows = self.rows(key, dtype)
        for lists in self.examples:
            if key not in lists and not may_miss:
                raise columns.wrong(
                    f"Name: <unknown>, Feature list '{key}' is required but could not be "
                    "found.  Did you mean to include it in "
                    "feature_list_dense_missing_assumed_empty or "
                    "feature_list_dense_defaults?"
                )
        longest = max(map(len, rows), default=0)
        filler = columns.empty_value(dtype)
        made = np.full((len(rows), longest, size), filler, dtype.numpy_dtype)
        for index, steps in enumerate(rows):
            for step, values in enumerate(steps):
                if len(values) != size:
                    raise columns.wrong(
                        f"Name: <unknown>, Key: {key}, Index: {step}.  Number of values "
                        f"!= expected.  values size: {len(values)} but output shape: "
                        f"{list(dims)}"
                    )
                made[index, step] = values
        array = made.reshape(len(rows), longest, *dims)
        lengths = np.array([len(steps) for steps in rows], np.int64)
        return (
            (array, lengths) if self.batched else (array[0, ...], lengths.reshape(()))
        )

    def sparse(self, key: str, dtype: Any) -> tuple[Any, Any, Any]:
        """Indices, values and dense shape of steps of varying length."""
        places, values = [], []
        rows = self.rows(key, dtype)
        for index, steps in enumerate(rows):
            for step, items in enumerate(steps):
                places += [(index, step, at) for at in range(len(items))]
                values += list(items)
        indices = np.array(places, np.int64).reshape(-1, 3)
        longest = max(map(len, rows), default=0)
        widest = max((len(items) for steps in rows for items in steps), default=0)
        shape = np.array([len(rows), longest, widest], np.int64)
        first = 0 if self.batched else 1
        return indices[:, first:], columns.array_of(values, dtype), shape[first:]

    def ragged(self, key: str, dtype: Any, splits: Any) -> tuple[Any, Any, Any]:
        """Values, splits of examples into steps, and of steps into values."""
        rows = self.rows(key, dtype)
        outer = np.cumsum([0, *map(len, rows)])
        inner = np.cumsum([0, *(len(items) for steps in rows for items in steps)])
        values = [item for steps in rows for items in steps for item in items]
        if not self.batched:
            outer = np.zeros(0)
        kind = splits.numpy_dtype
        return columns.array_of(values, dtype), outer.astype(kind), inner.astype(kind)


def _parse(
    xp: Any,
    serialized: Any,
    debug_name: Any,
    context_sparse_keys: Any,
    context_dense_keys: Any,
    context_ragged_keys: Any,
    feature_list_sparse_keys: Any,
    feature_list_dense_keys: Any,
    feature_list_ragged_keys: Any,
    feature_list_dense_missing_assumed_empty: Any,
    context_dense_defaults: Sequence[Any],
    **attrs: Any,
) -> tuple[list[Any], ...]:
    batched = serialized._array().ndim == 1
    made = type(serialized)._made
    examples = [
        columns.parsed("SequenceExample", content, index)
        for index, content in enumerate(serialized._array().reshape(-1))
    ]
    context = [example.context.feature for example in examples]
    lists = _Lists([item.feature_lists.feature_list for item in examples], batched)

    def named(keys: Any, *attributes: str) -> Any:
        types = [attrs[name] for name in attributes]
        return list(zip(names_of(keys._array()), *types, strict=True))

    def column(parts: list[Any], position: int, types: Any) -> list[Any]:
        arrays = [part[position] for part in parts]
        return [made(array, kind) for array, kind in zip(arrays, types, strict=True)]

    sparse = [
        columns.sparse(context, key, kind, batched)
        for key, kind in named(context_sparse_keys, "context_sparse_types")
    ]
    dense = []
    defaults = iter(context_dense_defaults)
    for key, dims in named(context_dense_keys, "context_dense_shapes"):
        default = next(defaults)
        array = columns.fixed(context, key, default._array(), dims or (), default.dtype)
        dense.append(made(array if batched else array[0, ...], default.dtype))
    ragged = [
        columns.ragged(context, key, kind, splits, batched)
        for key, kind, splits in named(
            context_ragged_keys,
            "context_ragged_value_types",
            "context_ragged_split_types",
        )
    ]
    list_sparse = [
        lists.sparse(key, kind)
        for key, kind in named(feature_list_sparse_keys, "feature_list_sparse_types")
    ]
    may_miss = feature_list_dense_missing_assumed_empty._array().reshape(-1).tolist()
    list_dense = [
        lists.dense(key, kind, dims, missing)
        for (key, kind, dims), missing in zip(
            named(
                feature_list_dense_keys,
                "feature_list_dense_types",
                "feature_list_dense_shapes",
            ),
            may_miss,
            strict=True,
        )
    ]
    list_ragged = [
        lists.ragged(key, kind, splits)
        for key, kind, splits in named(
            feature_list_ragged_keys,
            "feature_list_ragged_value_types",
            "feature_list_ragged_split_types",
        )
    ]
    integers = [dtypes.int64]
    list_splits = attrs["feature_list_ragged_split_types"]
    return (
        column(sparse, 0, integers * len(sparse)),
        column(sparse, 1, attrs["context_sparse_types"]),
        column(sparse, 2, integers * len(sparse)),
        dense,
        column(ragged, 0, attrs["context_ragged_value_types"]),
        column(ragged, 1, attrs["context_ragged_split_types"]),
        column(list_sparse, 0, integers * len(list_sparse)),
        column(list_sparse, 1, attrs["feature_list_sparse_types"]),
        column(list_sparse, 2, integers * len(list_sparse)),
        column(list_dense, 0, attrs["feature_list_dense_types"]),
        column(list_dense, 1, integers * len(list_dense)),
        column(list_ragged, 0, attrs["feature_list_ragged_value_types"]),
        column(list_ragged, 1, list_splits),
        column(list_ragged, 2, list_splits),
    )


def _dims(c: ShapeContext) -> list[Dims]:
    outer = c.shape(0)
    if outer is not None and len(outer) > 1:
        raise c.fail(
            f"Expected serialized to be a scalar or vector, got shape: {list(outer)}"
        )
    attrs = c.attrs
    rank = None if outer is None else len(outer) + 1

    def behind(*dims: Any) -> Dims:
        return None if outer is None else (*outer, *dims)

    sparse, lists = attrs["context_sparse_types"], attrs["feature_list_sparse_types"]
    ragged = attrs["context_ragged_value_types"]
    list_ragged = attrs["feature_list_ragged_value_types"]
    deeper = None if rank is None else rank + 1
    made: list[Dims] = [(None, rank)] * len(sparse) + [(None,)] * len(sparse)
    made += [(rank,)] * len(sparse)
    made += [behind(*(dims or ())) for dims in attrs["context_dense_shapes"]]
    made += [(None,)] * (2 * len(ragged))
    made += [(None, deeper)] * len(lists) + [(None,)] * len(lists)
    made += [(deeper,)] * len(lists)
    dense = attrs["feature_list_dense_shapes"]
    made += [behind(None, *(dims or ())) for dims in dense]
    made += [behind()] * len(dense)
    return made + [(None,)] * (3 * len(list_ragged))


parse_sequence_example_op = Op(
    "ParseSequenceExampleV2",
    "serialized: string, debug_name: string, context_sparse_keys: string, "
    "context_dense_keys: string, context_ragged_keys: string, "
    "feature_list_sparse_keys: string, feature_list_dense_keys: string, "
    "feature_list_ragged_keys: string, "
    "feature_list_dense_missing_assumed_empty: bool, "
    "context_dense_defaults: Tcontext_dense -> "
    "context_sparse_indices: Ncontext_sparse * int64, "
    "context_sparse_values: context_sparse_types, "
    "context_sparse_shapes: Ncontext_sparse * int64, "
    "context_dense_values: Tcontext_dense, "
    "context_ragged_values: context_ragged_value_types, "
    "context_ragged_row_splits: context_ragged_split_types, "
    "feature_list_sparse_indices: Nfeature_list_sparse * int64, "
    "feature_list_sparse_values: feature_list_sparse_types, "
    "feature_list_sparse_shapes: Nfeature_list_sparse * int64, "
    "feature_list_dense_values: feature_list_dense_types, "
    "feature_list_dense_lengths: Nfeature_list_dense * int64, "
    "feature_list_ragged_values: feature_list_ragged_value_types, "
    "feature_list_ragged_outer_splits: feature_list_ragged_split_types, "
    "feature_list_ragged_inner_splits: feature_list_ragged_split_types | "
    f"Ncontext_sparse: int = 0, Tcontext_dense: {TYPES} = [], "
    f"context_sparse_types: {TYPES} = [], context_ragged_value_types: {TYPES} = [], "
    f"context_ragged_split_types: {SPLITS} = [], "
    "context_dense_shapes: list(shape) = [], Nfeature_list_sparse: int = 0, "
    f"Nfeature_list_dense: int = 0, feature_list_dense_types: {TYPES} = [], "
    f"feature_list_sparse_types: {TYPES} = [], "
    f"feature_list_ragged_value_types: {TYPES} = [], "
    f"feature_list_ragged_split_types: {SPLITS} = [], "
    "feature_list_dense_shapes: list(shape) = []",
    shape=_dims,
    reference=_parse,
    gradient=NOT_DIFFERENTIABLE,
    xla=STRINGS,
    on_tensors=True,
)


def parse_sequence_example(
    serialized: Any,
    context_features: Mapping[str, Any] | None = None,
    sequence_features: Mapping[str, Any] | None = None,
    example_names: Any = None,
    name: str | None = None,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Parses serialised SequenceExample messages.

    Args:
        serialized: A string vector.
        context_features: Features of the whole example, by name.
        sequence_features: Features with a value for each step, by name.
        example_names: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The features of the context, those of the steps, and the numbers of steps of the
        dense ones, each by name.

    Raises:
        ValueError: There are no features, or they contradict themselves.
        errors.InvalidArgumentError: An example can't be parsed, lacks a feature or has
            it in another form.
    """
    if not (context_features or sequence_features):
        raise ValueError(
            "Both `context_features` and `sequence_features` argument are "
            "None, but at least one should have values."
        )
    context = Plan(context_features, sequences=False)
    steps = Plan(sequence_features, sequences=True)
    strings = convert_to_tensor(serialized, dtype=dtypes.string)
    none = constant(np.array([], object), dtype=dtypes.string)
    missing = [key in steps.may_miss for key in steps.dense]
    made = parse_sequence_example_op(
        strings,
        none if example_names is None else example_names,
        *(context.keys(kind) for kind in ("sparse", "dense", "ragged")),
        *(steps.keys(kind) for kind in ("sparse", "dense", "ragged")),
        constant(np.array(missing, bool), dtype=dtypes.bool),
        context.defaults(),
        name=name,
        **_attributes(context, steps),
    )
    single = strings.shape.rank == 0
    found = context.features_from(
        _sparse(made, "context"),
        made.context_dense_values,
        {
            key: (values, None if single else splits)
            for key, values, splits in zip(
                context.ragged,
                made.context_ragged_values,
                made.context_ragged_row_splits,
                strict=True,
            )
        },
    )
    rows = {
        key: _ragged_steps(values, outer, inner, single)
        for key, values, outer, inner in zip(
            steps.ragged,
            made.feature_list_ragged_values,
            made.feature_list_ragged_outer_splits,
            made.feature_list_ragged_inner_splits,
            strict=True,
        )
    }
    lists = steps.features_from(
        _sparse(made, "feature_list"),
        made.feature_list_dense_values,
        {key: (value, None) for key, value in rows.items()},
    )
    lengths = dict(zip(steps.dense, made.feature_list_dense_lengths, strict=True))
    return found, lists, lengths


def _attributes(context: Plan, steps: Plan) -> dict[str, Any]:
    """The attributes of the record."""
    first, second = context.arguments(), steps.arguments()
    kinds = [default.dtype for default in steps.defaults()]
    return {
        "Ncontext_sparse": first["num_sparse"],
        "context_sparse_types": first["sparse_types"],
        "context_ragged_value_types": first["ragged_value_types"],
        "context_ragged_split_types": first["ragged_split_types"],
        "context_dense_shapes": first["dense_shapes"],
        "Nfeature_list_sparse": second["num_sparse"],
        "Nfeature_list_dense": len(kinds),
        "feature_list_dense_types": kinds,
        "feature_list_sparse_types": second["sparse_types"],
        "feature_list_ragged_value_types": second["ragged_value_types"],
        "feature_list_ragged_split_types": second["ragged_split_types"],
        "feature_list_dense_shapes": second["dense_shapes"],
    }


def _sparse(made: Any, prefix: str) -> list[SparseTensor]:
    parts = (
        getattr(made, f"{prefix}_sparse_{part}")
        for part in ("indices", "values", "shapes")
    )
    return [SparseTensor(*item) for item in zip(*parts, strict=True)]


def _ragged_steps(values: Any, outer: Any, inner: Any, single: bool) -> RaggedTensor:
    steps = RaggedTensor.from_row_splits(values, inner, validate=False)
    if single:
        return steps
    return RaggedTensor.from_row_splits(steps, outer, validate=False)


def parse_single_sequence_example(
    serialized: Any,
    context_features: Mapping[str, Any] | None = None,
    sequence_features: Mapping[str, Any] | None = None,
    example_name: Any = None,
    name: str | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parses one serialised SequenceExample message.

    Args:
        serialized: A string scalar.
        context_features: Features of the whole example, by name.
        sequence_features: Features with a value for each step, by name.
        example_name: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The features of the context and those of the steps, each by name.

    Raises:
        ValueError: There are no features, or they contradict themselves.
        errors.InvalidArgumentError: The example can't be parsed, lacks a feature or has
            it in another form.
    """
    content = ensure_shape(convert_to_tensor(serialized, dtype=dtypes.string), [])
    names = None if example_name is None else [example_name]
    return parse_sequence_example(
        content, context_features, sequence_features, names, name
    )[:2]
