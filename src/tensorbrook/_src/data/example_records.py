"""Datasets of parsed Example messages as one record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops.datasets.stream import (
    Context,
    Element,
    Stream,
    dataset_op,
    require,
    stream_of,
)
from tensorbrook._src.ops.example_parsing import parse_example_op

_LISTS = "sparse_keys: list(string), dense_keys: list(string), sparse_types: list(type)"
_RAGGED = (
    "ragged_keys: list(string) = [], ragged_value_types: list(type) = [], "
    "ragged_split_types: list(type) = []"
)
_SHAPES = (
    "Tdense: list(type), dense_shapes: list(shape), output_types: list(type), "
    "output_shapes: list(shape)"
)


class Parsed(Stream):
    """The dense features of batches of Example messages, in the order of their keys."""

    def __init__(
        self, source: Stream, defaults: list[Any], keys: list[Any], shapes: list[Any]
    ) -> None:
        require(
            len(defaults) == len(keys) == len(shapes),
            f"ParseExampleDataset: there are {len(keys)} dense keys, {len(defaults)} "
            f"defaults and {len(shapes)} shapes.",
        )
        self.source, self.defaults, self.shapes = source, defaults, shapes
        self.keys = [key.encode() if isinstance(key, str) else key for key in keys]
        self.order = sorted(range(len(self.keys)), key=lambda index: self.keys[index])

    def iterate(self, context: Context) -> Iterator[Element]:
        return map(self._parsed, self.source.iterate(context.part()))

    def _parsed(self, element: Element) -> Element:
        require(
            len(element) == 1 and element[0].dtype is dtypes.string,
            "ParseExampleDataset: the elements must be vectors of strings.",
        )
        (serialized,) = element
        made, none = serialized._made, np.empty(0, object)
        keys = np.empty(len(self.keys), object)
        keys[:] = self.keys
        dense: list[Any] = parse_example_op.reference(
            np,
            serialized,
            *(made(each, dtypes.string) for each in (none, none, keys, none)),
            self.defaults,
            num_sparse=0,
            sparse_types=(),
            ragged_value_types=(),
            ragged_split_types=(),
            dense_shapes=self.shapes,
        )[3]
        return [dense[index] for index in self.order]

    def cardinality(self) -> int:
        return self.source.cardinality()


def _make(
    source: Any,
    calls: Any,
    defaults: list[Any],
    dense_keys: Any,
    dense_shapes: Any,
    sparse_keys: Any,
    ragged_keys: Any = (),
    **attrs: Any,
) -> Parsed:
    if sparse_keys or ragged_keys:
        raise NotImplementedError(
            "ParseExampleDataset: `sparse_keys` and `ragged_keys` aren't implemented; "
            "use Dataset.map with tf.io.parse_example."
        )
    return Parsed(stream_of(source), defaults, list(dense_keys), list(dense_shapes))


for _name, _options in (
    ("ParseExampleDataset", f"sloppy: bool = False, {_RAGGED}"),
    ("ParseExampleDatasetV2", f"deterministic: string = 'default', {_RAGGED}"),
    ("ExperimentalParseExampleDataset", "sloppy: bool = False"),
):
    dataset_op(
        _name,
        "input_dataset: variant, num_parallel_calls: int64, dense_defaults: Tdense",
        _make,
        attrs=f"{_LISTS}, {_SHAPES}, {_options}",
        common="",
    )
