"""Earlier forms of the records that parse examples; the newer ones do their work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.example_parsing import STRINGS, TYPES, parse_example_op
from tensorbrook._src.ops.sequence_parsing import parse_sequence_example_op

_COLUMNS = (
    "sparse_indices: {0} * int64, sparse_values: sparse_types, "
    "sparse_shapes: {0} * int64, dense_values: Tdense"
)
_SEQUENCE_COLUMNS = (
    "context_sparse_indices: Ncontext_sparse * int64, "
    "context_sparse_values: context_sparse_types, "
    "context_sparse_shapes: Ncontext_sparse * int64, "
    "context_dense_values: Tcontext_dense, "
    "feature_list_sparse_indices: Nfeature_list_sparse * int64, "
    "feature_list_sparse_values: feature_list_sparse_types, "
    "feature_list_sparse_shapes: Nfeature_list_sparse * int64, "
    "feature_list_dense_values: feature_list_dense_types"
)
_SEQUENCE_ATTRS = (
    "Ncontext_sparse: int = 0, Ncontext_dense: int = 0, "
    "Nfeature_list_sparse: int = 0, Nfeature_list_dense: int = 0, "
    f"context_sparse_types: {TYPES} = [], Tcontext_dense: {TYPES} = [], "
    f"feature_list_dense_types: {TYPES} = [], "
    "context_dense_shapes: list(shape) = [], "
    f"feature_list_sparse_types: {TYPES} = [], "
    "feature_list_dense_shapes: list(shape) = []"
)


def _texts(like: Any, items: Sequence[Any]) -> Any:
    """A string vector of texts, or of scalar string tensors."""
    found = np.empty(len(items), object)
    for place, item in enumerate(items):
        text = item._array().item() if hasattr(item, "_array") else item
        found[place] = text.encode() if isinstance(text, str) else text
    return type(like)._made(found, dtypes.string)


def _columns_dims(c: ShapeContext) -> list[Dims]:
    outer, attrs = c.shape(0), c.attrs
    rank = None if outer is None else len(outer) + 1
    sparse = len(attrs["sparse_types"])
    made: list[Dims] = [(None, rank)] * sparse + [(None,)] * sparse + [(rank,)] * sparse
    shapes = attrs["dense_shapes"]
    return made + [None if outer is None else (*outer, *(s or ())) for s in shapes]


def _parse(
    serialized: Any, sparse_keys: Any, dense_keys: Any, defaults: Any, attrs: Any
) -> tuple[list[Any], ...]:
    nothing = _texts(serialized, [])
    return parse_example_op.reference(  # type: ignore[no-any-return]
        np,
        serialized,
        nothing,
        _texts(serialized, sparse_keys),
        _texts(serialized, dense_keys),
        nothing,
        defaults,
        num_sparse=len(sparse_keys),
        sparse_types=attrs["sparse_types"],
        ragged_value_types=(),
        ragged_split_types=(),
        dense_shapes=attrs["dense_shapes"],
    )[:4]


def _parse_example(
    xp: Any,
    serialized: Any,
    names: Any,
    sparse_keys: Any,
    dense_keys: Any,
    dense_defaults: Any,
    **attrs: Any,
) -> tuple[list[Any], ...]:
    return _parse(serialized, sparse_keys, dense_keys, dense_defaults, attrs)


def _example_dims(c: ShapeContext) -> list[Dims]:
    c.check_rank(0, 1)
    return _columns_dims(c)


parse_example_v1_op = Op(
    "ParseExample",
    "serialized: string, names: string, sparse_keys: Nsparse * string, "
    "dense_keys: Ndense * string, dense_defaults: Tdense -> "
    f"{_COLUMNS.format('Nsparse')} | sparse_types: {TYPES}, Tdense: {TYPES}, "
    "dense_shapes: list(shape)",
    shape=_example_dims,
    reference=_parse_example,
    gradient=NOT_DIFFERENTIABLE,
    xla=STRINGS,
    on_tensors=True,
)


def _parse_single(
    xp: Any, serialized: Any, dense_defaults: Any, num_sparse: int, **attrs: Any
) -> tuple[list[Any], ...]:
    keys = attrs["sparse_keys"], attrs["dense_keys"]
    return _parse(serialized, *keys, dense_defaults, attrs)


def _single_dims(c: ShapeContext) -> list[Dims]:
    c.check_rank(0, 0)
    sparse, dense = c.attrs["sparse_keys"], c.attrs["dense_keys"]
    for names, kinds in (("sparse", "sparse_types"), ("dense", "dense_shapes")):
        count = len(sparse if names == "sparse" else dense)
        if len(c.attrs[kinds]) != count:
            raise c.fail(
                f"ParseSingleExample: {kinds} must have one element for each of {count} "
                f"keys, got {len(c.attrs[kinds])}."
            )
    if c.attrs["num_sparse"] != len(sparse):
        raise c.fail(
            f"ParseSingleExample: num_sparse is {c.attrs['num_sparse']}, but there are "
            f"{len(sparse)} sparse_keys."
        )
    return _columns_dims(c)


parse_single_example_op = Op(
    "ParseSingleExample",
    f"serialized: string, dense_defaults: Tdense -> {_COLUMNS.format('num_sparse')} | "
    "num_sparse: int >= 0, sparse_keys: list(string), dense_keys: list(string), "
    f"sparse_types: {TYPES}, Tdense: {TYPES}, dense_shapes: list(shape)",
    shape=_single_dims,
    reference=_parse_single,
    gradient=NOT_DIFFERENTIABLE,
    xla=STRINGS,
    on_tensors=True,
)

_NO_RAGGED: dict[str, tuple[Any, ...]] = {
    "context_ragged_value_types": (),
    "context_ragged_split_types": (),
    "feature_list_ragged_value_types": (),
    "feature_list_ragged_split_types": (),
}


def _sequence_dims(c: ShapeContext, lengths: bool) -> list[Dims]:
    c.check_rank(0, 1 if lengths else 0)
    attrs = {**c.attrs, **_NO_RAGGED}
    newer = ShapeContext(c.op, c.inputs, attrs, c._value, c._value_as_shape)
    found = parse_sequence_example_op.infer(newer)
    return found if lengths else found[: len(found) - attrs["Nfeature_list_dense"]]


def _parse_sequences(
    serialized: Any, name: Any, keys: Any, may_miss: Any, defaults: Any, attrs: Any
) -> tuple[list[Any], ...]:
    """Columns of the newer record that aren't ragged; `keys` are those of four kinds."""
    nothing = _texts(serialized, [])
    context_sparse, context_dense, list_sparse, list_dense = (
        _texts(serialized, names) for names in keys
    )
    known = {text for text in np.ravel(_texts(serialized, may_miss)._array()) if text}
    missing = np.array([name in known for name in list_dense._array()], bool)
    options = {
        key: attrs[key]
        for key in parse_sequence_example_op.signature.explicit
        if key in attrs
    }
    found = parse_sequence_example_op.reference(
        np,
        serialized,
        name,
        context_sparse,
        context_dense,
        nothing,
        list_sparse,
        list_dense,
        nothing,
        type(serialized)._made(missing, dtypes.bool),
        defaults,
        **options,
        **_NO_RAGGED,
    )
    return (*found[:4], *found[6:11])


def _parse_many(
    xp: Any, serialized: Any, debug_name: Any, context_dense_defaults: Any, **attrs: Any
) -> tuple[list[Any], ...]:
    keys = [
        attrs[f"{part}_keys"]
        for part in (
            "context_sparse",
            "context_dense",
            "feature_list_sparse",
            "feature_list_dense",
        )
    ]
    may_miss = attrs["feature_list_dense_missing_assumed_empty"]
    return _parse_sequences(
        serialized, debug_name, keys, may_miss, context_dense_defaults, attrs
    )


parse_sequence_example_v1_op = Op(
    "ParseSequenceExample",
    "serialized: string, debug_name: string, "
    f"context_dense_defaults: Tcontext_dense -> {_SEQUENCE_COLUMNS}, "
    "feature_list_dense_lengths: Nfeature_list_dense * int64 | "
    "feature_list_dense_missing_assumed_empty: list(string), "
    "context_sparse_keys: list(string), context_dense_keys: list(string), "
    "feature_list_sparse_keys: list(string), feature_list_dense_keys: list(string), "
    f"{_SEQUENCE_ATTRS}",
    shape=lambda c: _sequence_dims(c, lengths=True),
    reference=_parse_many,
    gradient=NOT_DIFFERENTIABLE,
    xla=STRINGS,
    on_tensors=True,
)


def _parse_one(
    xp: Any,
    serialized: Any,
    may_miss: Any,
    context_sparse_keys: Any,
    context_dense_keys: Any,
    feature_list_sparse_keys: Any,
    feature_list_dense_keys: Any,
    context_dense_defaults: Any,
    debug_name: Any,
    **attrs: Any,
) -> tuple[list[Any], ...]:
    keys = (
        context_sparse_keys,
        context_dense_keys,
        feature_list_sparse_keys,
        feature_list_dense_keys,
    )
    names = np.ravel(may_miss._array()).tolist()
    return _parse_sequences(
        serialized, debug_name, keys, names, context_dense_defaults, attrs
    )[:8]


parse_single_sequence_example_op = Op(
    "ParseSingleSequenceExample",
    "serialized: string, feature_list_dense_missing_assumed_empty: string, "
    "context_sparse_keys: Ncontext_sparse * string, "
    "context_dense_keys: Ncontext_dense * string, "
    "feature_list_sparse_keys: Nfeature_list_sparse * string, "
    "feature_list_dense_keys: Nfeature_list_dense * string, "
    "context_dense_defaults: Tcontext_dense, debug_name: string -> "
    f"{_SEQUENCE_COLUMNS} | {_SEQUENCE_ATTRS}",
    shape=lambda c: _sequence_dims(c, lengths=False),
    reference=_parse_one,
    gradient=NOT_DIFFERENTIABLE,
    xla=STRINGS,
    on_tensors=True,
)
