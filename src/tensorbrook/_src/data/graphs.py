"""Datasets as serialised graphs, and back; fingerprints; options as messages."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.eager.tensor import object_tensor
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.import_graph_def import import_graph_def
from tensorbrook._src.ops.constant import constant, identity
from tensorbrook._src.ops.datasets.seeds import (
    SeedGenerator,
    memory_cache_op,
    seed_generator_op,
)
from tensorbrook._src.ops.datasets.stream import ON_THE_HOST, Recipe, Stream, stream_of
from tensorbrook._src.ops.rules import scalar
from tensorbrook._src.runtime.plan import Plan

_RESULT = "dataset"


def graph_def_of(stream: Stream) -> Any:
    """A GraphDef whose node "dataset" makes an equal stream.

    Raises:
        errors.FailedPreconditionError: A part of it can't be written.
    """
    graph = Graph()
    with graph.as_default():
        identity(_rebuilt(stream, {}), name=_RESULT)
    return graph.as_graph_def()


def _rebuilt(stream: Stream, known: dict[int, Any]) -> Any:
    if id(stream) not in known:
        recipe = stream.recipe
        if recipe is None or recipe.op.name == "NonSerializableDataset":
            raise errors.FailedPreconditionError(
                None,
                None,
                f"{type(stream).__name__} does not support serialization.",
            )
        inputs = [_input(each, known) for each in recipe.inputs]
        known[id(stream)] = recipe.op(*inputs, **recipe.attrs)
    return known[id(stream)]


def _input(tensor: Any, known: dict[int, Any]) -> Any:
    if isinstance(tensor, list):
        return [_input(each, known) for each in tensor]
    if not tensor.dtype.holds_objects:
        return constant(tensor._array(), tensor.dtype)
    value = tensor._array()
    if isinstance(value, Stream):
        return _rebuilt(value, known)
    if isinstance(value, SeedGenerator):
        seeds = [constant(seed, dtypes.int64) for seed in value.given]
        return seed_generator_op(*seeds, constant(value.fresh)).handle
    if isinstance(value, dict):
        return memory_cache_op().handle
    raise errors.FailedPreconditionError(
        None, None, f"A dataset that uses a {type(value).__name__} can't be serialised."
    )


def stream_of_graph(content: bytes) -> Stream:
    """The stream that a serialised GraphDef makes.

    Raises:
        errors.InvalidArgumentError: It isn't the graph of a dataset.
    """
    from google.protobuf.message import DecodeError

    try:
        proto = message("GraphDef").FromString(content)
    except DecodeError as problem:
        raise errors.InvalidArgumentError(
            None, None, f"DatasetFromGraph: could not parse `graph_def`: {problem}"
        ) from problem
    graph = Graph()
    try:
        with graph.as_default():
            import_graph_def(proto, name="")
        (variant,) = Plan([], [graph.get_tensor_by_name(f"{_RESULT}:0")]).run([])
    except (KeyError, ValueError) as problem:
        raise errors.InvalidArgumentError(
            None, None, f"DatasetFromGraph: no dataset can be made: {problem}"
        ) from problem
    return stream_of(variant)


def fingerprint(stream: Stream) -> int:
    """A number that equal pipelines share."""
    proto = graph_def_of(stream)
    content = proto.SerializeToString(deterministic=True)
    digest = hashlib.blake2b(content, digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _text(content: bytes) -> Any:
    made = np.empty((), object)
    made[()] = content
    return made


def _to_graph(xp: Any, dataset: Any, **attrs: Any) -> Any:
    return _text(graph_def_of(dataset).SerializeToString(deterministic=True))


def _from_graph(xp: Any, graph_def: Any) -> Any:
    stream = stream_of_graph(graph_def._array().item())
    return object_tensor(stream, dtypes.variant)


def _op(name: str, signature: str, reference: Any, **kw: Any) -> Op:
    return Op(
        name,
        signature,
        shape=scalar,
        reference=reference,
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        **kw,
    )


to_graph_op = _op(
    "DatasetToGraph",
    "input_dataset: variant -> graph: string | stateful_whitelist: list(string) = [], "
    "allow_stateful: bool = False, strip_device_assignment: bool = False",
    _to_graph,
)
to_graph_v2_op = _op(
    "DatasetToGraphV2",
    "input_dataset: variant -> graph: string | external_state_policy: int = 0, "
    "strip_device_assignment: bool = False",
    _to_graph,
)
from_graph_op = _op(
    "DatasetFromGraph",
    "graph_def: string -> handle: variant",
    _from_graph,
    on_tensors=True,
)
fingerprint_op = _op(
    "DatasetFingerprint",
    "input_dataset: variant -> fingerprint: uint64",
    lambda xp, dataset: np.uint64(fingerprint(dataset)),
)


def _options(xp: Any, dataset: Any) -> Any:
    recipe: Recipe | None = dataset.recipe
    while recipe is not None:
        if "serialized_options" in recipe.attrs:
            return _text(_bytes(recipe.attrs["serialized_options"]))
        sources = [each for each in recipe.inputs if not isinstance(each, list)]
        streams = [each._array() for each in sources if each.dtype is dtypes.variant]
        recipe = streams[0].recipe if streams else None
    return _text(b"")


def _bytes(value: Any) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else bytes(value)


get_options_op = _op(
    "GetOptions", "input_dataset: variant -> serialized_options: string", _options
)
