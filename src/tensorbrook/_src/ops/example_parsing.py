"""`tf.io.parse_example` and `parse_single_example`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims, as_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats import fast
from tensorbrook._src.ops import example_columns as columns
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.ensure_shape import ensure_shape
from tensorbrook._src.ops.example_features import (
    FixedLenFeature,
    FixedLenSequenceFeature,
    RaggedFeature,
    SparseFeature,
    VarLenFeature,
)
from tensorbrook._src.ops.example_outputs import (
    dense_default,
    ragged_outputs,
    sparse_feature,
)
from tensorbrook._src.ops.sparse_tensor import SparseTensor

STRINGS = unsupported("XLA has no strings")
TYPES = "list({float32, int64, string})"
SPLITS = "list({int32, int64})"


def names_of(array: Any) -> list[str]:
    """The texts in a vector of strings."""
    return [item.decode() for item in np.asarray(array).reshape(-1)]


def _parse(
    xp: Any,
    serialized: Any,
    names: Any,
    sparse_keys: Any,
    dense_keys: Any,
    ragged_keys: Any,
    dense_defaults: Sequence[Any],
    num_sparse: int,
    sparse_types: Sequence[Any],
    ragged_value_types: Sequence[Any],
    ragged_split_types: Sequence[Any],
    dense_shapes: Sequence[Dims],
) -> tuple[list[Any], ...]:
    if fast.parse_examples is not None:
        found = fast.parse_examples(
            serialized,
            sparse_keys,
            dense_keys,
            ragged_keys,
            dense_defaults,
            sparse_types,
            ragged_value_types,
            ragged_split_types,
            dense_shapes,
        )
        if found is not None:
            return found
    batched = serialized._array().ndim == 1
    features = [
        columns.parsed("Example", content, index).features.feature
        for index, content in enumerate(serialized._array().reshape(-1))
    ]
    places = [
        columns.sparse(features, key, dtype, batched)
        for key, dtype in zip(names_of(sparse_keys._array()), sparse_types, strict=True)
    ]
    dense = []
    for key, default, dims in zip(
        names_of(dense_keys._array()), dense_defaults, dense_shapes, strict=True
    ):
        kind = default.dtype
        if dims and dims[0] is None:
            array = columns.padded(features, key, default._array(), dims[1:], kind)  # type: ignore[arg-type]
        else:
            array = columns.fixed(features, key, default._array(), dims or (), kind)  # type: ignore[arg-type]
        dense.append(array if batched else array[0, ...])
    rows = [
        columns.ragged(features, key, dtype, splits, batched)
        for key, dtype, splits in zip(
            names_of(ragged_keys._array()),
            ragged_value_types,
            ragged_split_types,
            strict=True,
        )
    ]
    made = type(serialized)._made

    def tensors(arrays: Any, types: Any) -> list[Any]:
        return [made(array, dtype) for array, dtype in zip(arrays, types, strict=True)]

    integers = [dtypes.int64] * len(places)
    return (
        tensors([item[0] for item in places], integers),
        tensors([item[1] for item in places], sparse_types),
        tensors([item[2] for item in places], integers),
        tensors(dense, [default.dtype for default in dense_defaults]),
        tensors([item[0] for item in rows], ragged_value_types),
        tensors([item[1] for item in rows], ragged_split_types),
    )


def _dims(c: ShapeContext) -> list[Dims]:
    dims = c.shape(0)
    if dims is not None and len(dims) > 1:
        raise c.fail(
            f"Expected serialized to be a scalar or vector, got shape: {list(dims)}"
        )
    rank = None if dims is None else len(dims) + 1
    count = len(c.attrs["sparse_types"])
    made: list[Dims] = [(None, rank)] * count + [(None,)] * count + [(rank,)] * count
    for shape in c.attrs["dense_shapes"]:
        known = dims is not None and shape is not None
        made.append((*dims, *shape) if known else None)  # type: ignore[misc]
    made += [(None,)] * len(c.attrs["ragged_value_types"])
    rows: Dims = None
    if dims is not None:
        rows = (0,) if not dims else (None if dims[0] is None else dims[0] + 1,)
    return made + [rows] * len(c.attrs["ragged_split_types"])


parse_example_op = Op(
    "ParseExampleV2",
    "serialized: string, names: string, sparse_keys: string, dense_keys: string, "
    "ragged_keys: string, dense_defaults: Tdense -> "
    "sparse_indices: num_sparse * int64, sparse_values: sparse_types, "
    "sparse_shapes: num_sparse * int64, dense_values: Tdense, "
    "ragged_values: ragged_value_types, ragged_row_splits: ragged_split_types | "
    f"Tdense: {TYPES}, num_sparse: int, sparse_types: {TYPES}, "
    f"ragged_value_types: {TYPES}, ragged_split_types: {SPLITS}, "
    "dense_shapes: list(shape)",
    shape=_dims,
    reference=_parse,
    gradient=NOT_DIFFERENTIABLE,
    xla=STRINGS,
    on_tensors=True,
)


class Plan:
    """What is to be parsed, sorted by kind, and how the parts become features."""

    def __init__(self, features: Mapping[str, Any] | None, sequences: bool) -> None:
        self.features = dict(sorted((features or {}).items()))
        self.sequences = sequences
        self.sparse: dict[str, Any] = {}
        self.dense: dict[str, tuple[Dims, Any]] = {}
        self.ragged: dict[str, tuple[Any, Any]] = {}
        self.may_miss: set[str] = set()
        for key, feature in self.features.items():
            self._add(key, feature)

    def _add(self, key: str, feature: Any) -> None:
        if isinstance(feature, VarLenFeature):
            self._note_sparse(key, feature.dtype)
        elif isinstance(feature, SparseFeature):
            indices = feature.index_key
            for name in indices if isinstance(indices, list | tuple) else [indices]:
                self._note_sparse(name, dtypes.int64)
            self._note_sparse(feature.value_key, feature.dtype)
        elif isinstance(feature, FixedLenFeature):
            dims = _known_dims(key, feature)
            default = dense_default(key, feature.default_value, dims, feature.dtype)
            self.dense[key] = dims, default
        elif isinstance(feature, FixedLenSequenceFeature):
            self._add_sequence(key, feature)
        elif isinstance(feature, RaggedFeature):
            splits = feature.row_splits_dtype
            self.ragged[feature.value_key or key] = feature.dtype, splits
            for part in feature.partitions:
                if hasattr(part, "key"):
                    self.ragged[part.key] = dtypes.int64, splits
        else:
            raise ValueError(f"Invalid feature {key}:{feature}.")

    def _note_sparse(self, key: str, dtype: Any) -> None:
        kind = dtypes.as_dtype(dtype)
        if self.sparse.setdefault(key, kind) is not kind:
            raise ValueError(
                f"Conflicting type {kind} vs {self.sparse[key]} for {key}."
            )

    def _add_sequence(self, key: str, feature: FixedLenSequenceFeature) -> None:
        dims = as_dims(feature.shape) or ()
        if feature.allow_missing:
            self.may_miss.add(key)
        elif not self.sequences:
            raise ValueError(
                "Unsupported: FixedLenSequenceFeature requires allow_missing to be True."
            )
        default = dense_default(key, feature.default_value, (), feature.dtype)
        own: Dims = tuple(dims) if self.sequences else (None, *dims)
        self.dense[key] = own, default

    def arguments(self) -> dict[str, Any]:
        """The attributes that the record of the parser wants."""
        return {
            "num_sparse": len(self.sparse),
            "sparse_types": list(self.sparse.values()),
            "ragged_value_types": [kind for kind, _ in self.ragged.values()],
            "ragged_split_types": [splits for _, splits in self.ragged.values()],
            "dense_shapes": [dims for dims, _ in self.dense.values()],
        }

    def keys(self, which: str) -> Tensor:
        """The names of the features of one kind, as a vector of strings."""
        return constant(
            np.array(list(getattr(self, which)), object), dtype=dtypes.string
        )

    def defaults(self) -> list[Any]:
        """The defaults of the dense features."""
        return [default for _, default in self.dense.values()]

    def parsed(self, outputs: Sequence[Any], batched: bool) -> dict[str, Any]:
        """The features by name, from what the record of `parse_example` returns."""
        indices, values, shape, dense, ragged_values, splits = outputs
        sparse = [
            SparseTensor(*parts) for parts in zip(indices, values, shape, strict=True)
        ]
        ragged = {
            key: (rows, ends if batched else None)
            for key, rows, ends in zip(self.ragged, ragged_values, splits, strict=True)
        }
        return self.features_from(sparse, dense, ragged)

    def features_from(
        self,
        sparse: Sequence[Any],
        dense: Sequence[Any],
        ragged: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The features by name, from tensors for each kind."""
        sparse_by_name = dict(zip(self.sparse, sparse, strict=True))
        dense_by_name = dict(zip(self.dense, dense, strict=True))
        made: dict[str, Any] = {}
        for key, feature in self.features.items():
            if isinstance(feature, VarLenFeature):
                made[key] = sparse_by_name[key]
            elif isinstance(feature, SparseFeature):
                made[key] = sparse_feature(feature, sparse_by_name)
            elif isinstance(feature, RaggedFeature):
                made[key] = ragged_outputs(key, feature, ragged)
            else:
                made[key] = dense_by_name[key]
        return made


def _known_dims(key: str, feature: FixedLenFeature) -> tuple[int, ...]:
    dims = as_dims(feature.shape)
    if dims is None or any(dim is None for dim in dims):
        raise ValueError(
            f"First dimension of shape for feature {key} unknown. Consider using "
            "FixedLenSequenceFeature."
        )
    return dims  # type: ignore[return-value]


def parse_example(
    serialized: Any,
    features: Mapping[str, Any],
    example_names: Any = None,
    name: str | None = None,
) -> dict[str, Any]:
    """Parses serialised Example messages.

    Args:
        serialized: A string vector, or a string scalar.
        features: The features by name: `tf.io.FixedLenFeature` and its like.
        example_names: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        Tensors, sparse tensors and ragged tensors by name.

    Raises:
        ValueError: `features` is empty, or contradicts itself.
        errors.InvalidArgumentError: An example can't be parsed, lacks a feature or has
            it in another form.

    Example:
        >>> import tensorbrook as tf
        >>> ids = tf.train.Int64List(value=[1, 2])
        >>> example = tf.train.Example()
        >>> example.features.feature["ids"].int64_list.CopyFrom(ids)
        >>> content = example.SerializeToString()
        >>> tf.io.parse_example([content], {
        ...     "ids": tf.io.FixedLenFeature([2], tf.int64)})["ids"].numpy()
        array([[1, 2]])
    """
    if not features:
        raise ValueError(
            f"Argument `features` cannot be None or falsy. Got {features!r}"
        )
    strings = convert_to_tensor(serialized, dtype=dtypes.string)
    made = _parse_now(strings, features) if name is None else None
    if made is not None:
        return made
    plan = Plan(features, sequences=False)
    none = constant(np.array([], object), dtype=dtypes.string)
    outputs = parse_example_op(
        strings,
        none if example_names is None else example_names,
        plan.keys("sparse"),
        plan.keys("dense"),
        plan.keys("ragged"),
        plan.defaults(),
        name=name,
        **plan.arguments(),
    )
    return plan.parsed(outputs, batched=strings.shape.rank != 0)


#: What was parsed before, with all that the native core asks beside the strings.
_plans: dict[tuple[Any, ...], tuple[Plan, tuple[Any, ...]]] = {}
_MOST_PLANS = 1000
#: Types whose values never change, of which a text tells all.
_PLAIN = frozenset((int, bool, str, bytes, float, type(None), dtypes.DType, type))
_KINDS = frozenset(
    (
        FixedLenFeature,
        FixedLenSequenceFeature,
        RaggedFeature,
        SparseFeature,
        VarLenFeature,
    )
)


def _parse_now(strings: Any, features: Mapping[str, Any]) -> dict[str, Any] | None:
    """The features, at once; None where the record has to be called.

    Nothing can be differentiated here, so no tape has to know.
    """
    if fast.parse_examples is None or not current.interpreter.executing_eagerly:
        return None
    key = _description(features)
    if key is None:
        return None
    known = _plans.get(key)
    if known is None:
        plan = Plan(features, sequences=False)
        told = plan.arguments()
        rest = (
            *(plan.keys(which) for which in ("sparse", "dense", "ragged")),
            plan.defaults(),
            told["sparse_types"],
            told["ragged_value_types"],
            told["ragged_split_types"],
            told["dense_shapes"],
        )
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        known = _plans[key] = plan, rest
    try:
        outputs = fast.parse_examples(strings, *known[1])
    except MemoryError:
        return None  # the record says what is too large
    if outputs is None:
        return None
    return known[0].parsed(outputs, batched=strings._rank != 0)


def _description(features: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Equal for equal features; None where a feature could change."""
    key: list[Any] = []
    for name, feature in features.items():
        kind = type(feature)
        if kind not in _KINDS:
            return None
        key += name, kind
        for part in feature:
            if type(part) is list or type(part) is tuple:
                if any(type(item) not in _PLAIN for item in part):
                    return None
                part = repr(part)
            elif type(part) is float:
                part = repr(part)  # 0.0 equals -0.0
            elif type(part) not in _PLAIN:
                return None
            key += type(part), part
    return tuple(key)


def parse_single_example(
    serialized: Any,
    features: Mapping[str, Any],
    example_names: Any = None,
    name: str | None = None,
) -> dict[str, Any]:
    """Parses one serialised Example message.

    Args:
        serialized: A string scalar.
        features: The features by name: `tf.io.FixedLenFeature` and its like.
        example_names: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        Tensors, sparse tensors and ragged tensors by name.

    Raises:
        ValueError: `features` is empty, or contradicts itself.
        errors.InvalidArgumentError: The example can't be parsed, lacks a feature or has
            it in another form.
    """
    if not features:
        raise ValueError("Invalid argument: Missing features.")
    content = convert_to_tensor(serialized, dtype=dtypes.string)
    if content._dims != ():
        content = ensure_shape(content, [])
    return parse_example(content, features, example_names, name)
