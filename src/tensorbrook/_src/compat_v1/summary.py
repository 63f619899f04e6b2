"""`tf.summary` of 1.x: nodes that make Summary messages."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops import summary_protos
from tensorbrook._src.ops.constant import constant, convert_to_tensor


def _clean(name: str) -> str:
    """A name that a scope may have."""
    return re.sub(r"[^-/\w\.]", "_", name).lstrip("/")


@contextlib.contextmanager
def _scoped(name: str, family: str | None) -> Iterator[tuple[str, str]]:
    """The tag and the name scope of a summary."""
    clean = _clean(name)
    with name_scope(f"{_clean(family)}/{clean}" if family else clean) as scope:
        tag = scope.rstrip("/")
        yield (f"{_clean(family)}/{tag}" if family else tag), scope


def _collected(value: Any, collections: Sequence[str] | None) -> Any:
    for key in [GraphKeys.SUMMARIES] if collections is None else collections:
        get_default_graph().add_to_collection(key, value)
    return value


def _unless_eager(value: Any) -> bool:
    """Summaries of 1.x are nodes: eagerly there is nothing to add."""
    return bool(current.interpreter.executing_eagerly)


def scalar(
    name: str,
    tensor: Any,
    collections: Sequence[str] | None = None,
    family: str | None = None,
) -> Tensor:
    """A node that makes a Summary of a number.

    Args:
        name: The name under which it is shown.
        tensor: A real number.
        collections: The collections that the node goes into; by default that which
            `merge_all` looks at.
        family: What groups the summary with others.

    Returns:
        A string tensor with a Summary message.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     made = sess.run(tf.summary.scalar("loss", 0.5))
        >>> tf.Summary.FromString(made).value[0].simple_value
        0.5
    """
    if _unless_eager(tensor):
        return constant("")
    with _scoped(name, family) as (tag, scope):
        made = summary_protos.scalar_summary_op(tag, tensor, name=scope)
    return _collected(made, collections)  # type: ignore[no-any-return]


def histogram(
    name: str,
    values: Any,
    collections: Sequence[str] | None = None,
    family: str | None = None,
) -> Tensor:
    """A node that makes a Summary of how numbers are distributed.

    Args:
        name: The name under which it is shown.
        values: Numbers of any shape.
        collections: The collections that the node goes into.
        family: What groups the summary with others.

    Returns:
        A string tensor with a Summary message.
    """
    if _unless_eager(values):
        return constant("")
    with _scoped(name, family) as (tag, scope):
        made = summary_protos.histogram_summary_op(tag, values, name=scope)
    return _collected(made, collections)  # type: ignore[no-any-return]


def image(
    name: str,
    tensor: Any,
    max_outputs: int = 3,
    collections: Sequence[str] | None = None,
    family: str | None = None,
) -> Tensor:
    """A node that makes a Summary of images.

    Args:
        name: The name under which they are shown.
        tensor: Images of shape [batch, height, width, 1, 3 or 4 channels].
        max_outputs: How many of them to keep.
        collections: The collections that the node goes into.
        family: What groups the summary with others.

    Returns:
        A string tensor with a Summary message.
    """
    if _unless_eager(tensor):
        return constant("")
    with _scoped(name, family) as (tag, scope):
        made = summary_protos.image_summary_op(
            tag, tensor, max_images=max_outputs, name=scope
        )
    return _collected(made, collections)  # type: ignore[no-any-return]


def audio(
    name: str,
    tensor: Any,
    sample_rate: Any,
    max_outputs: int = 3,
    collections: Sequence[str] | None = None,
    family: str | None = None,
) -> Tensor:
    """A node that makes a Summary of sounds.

    Args:
        name: The name under which they are shown.
        tensor: Samples of shape [batch, frames] or [batch, frames, channels].
        sample_rate: The number of frames in a second.
        max_outputs: How many of them to keep.
        collections: The collections that the node goes into.
        family: What groups the summary with others.

    Returns:
        A string tensor with a Summary message.
    """
    if _unless_eager(tensor):
        return constant("")
    with _scoped(name, family) as (tag, scope):
        rate = convert_to_tensor(sample_rate, dtype=dtypes.float32)
        made = summary_protos.audio_summary_op(
            tag, tensor, rate, max_outputs=max_outputs, name=scope
        )
    return _collected(made, collections)  # type: ignore[no-any-return]


def text(name: str, tensor: Any, collections: Sequence[str] | None = None) -> Tensor:
    """A node that makes a Summary of text.

    Args:
        name: The name under which it is shown.
        tensor: A tensor of strings.
        collections: The collections that the node goes into.

    Returns:
        A string tensor with a Summary message.

    Raises:
        ValueError: The tensor isn't one of strings.
    """
    value = convert_to_tensor(tensor)
    if value.dtype is not dtypes.string:
        raise ValueError(
            f"Expected tensor {value} to have dtype string, got {value.dtype}"
        )
    metadata = message("SummaryMetadata")()
    metadata.plugin_data.plugin_name = "text"
    return tensor_summary(
        name, value, summary_metadata=metadata, collections=collections
    )


def tensor_summary(
    name: str,
    tensor: Any,
    summary_description: Any = None,
    collections: Sequence[str] | None = None,
    summary_metadata: Any = None,
    family: str | None = None,
    display_name: str | None = None,
) -> Tensor:
    """A node that makes a Summary of any tensor, for a plugin of TensorBoard.

    Args:
        name: The name under which it is shown.
        tensor: The tensor.
        summary_description: A SummaryDescription message, or a text.
        collections: The collections that the node goes into.
        summary_metadata: A SummaryMetadata message.
        family: What groups the summary with others.
        display_name: Another name to be shown.

    Returns:
        A string tensor with a Summary message.
    """
    if _unless_eager(tensor):
        return constant("")
    metadata = message("SummaryMetadata")()
    if summary_metadata is not None:
        metadata.MergeFromString(summary_metadata.SerializeToString())
    if display_name is not None:
        metadata.display_name = display_name
    if summary_description is not None:
        metadata.summary_description = getattr(
            summary_description, "type_hint", summary_description
        )
    with _scoped(name, family) as (tag, scope):
        made = summary_protos.tensor_summary_op(
            tag, tensor, metadata.SerializeToString(), name=scope
        )
    return _collected(made, collections)  # type: ignore[no-any-return]


def merge(
    inputs: Sequence[Any],
    collections: Sequence[str] | None = None,
    name: str | None = None,
) -> Tensor:
    """A node that joins summaries into one.

    Args:
        inputs: String tensors with Summary messages.
        collections: The collections that the node goes into; by default none.
        name: Name of the node.

    Returns:
        A string tensor with a Summary message.

    Raises:
        RuntimeError: Executing eagerly.
    """
    if current.interpreter.executing_eagerly:
        raise RuntimeError(
            "Merging tf.summary.* ops is not compatible with eager execution. Use "
            "tf.contrib.summary instead."
        )
    made = summary_protos.merge_summary_op(list(inputs), name=_clean(name or "Merge"))
    return _collected(made, collections or [])  # type: ignore[no-any-return]


def merge_all(
    key: str = GraphKeys.SUMMARIES, scope: str | None = None, name: str | None = None
) -> Tensor | None:
    """A node that joins all summaries of the graph.

    Args:
        key: The collection that holds them.
        scope: A pattern that the names of the summaries must match.
        name: Name of the node.

    Returns:
        A string tensor with a Summary message, or None where there are no summaries.

    Raises:
        RuntimeError: Executing eagerly.
    """
    if current.interpreter.executing_eagerly:
        raise RuntimeError(
            "Merging tf.summary.* ops is not compatible with eager execution. Use "
            "tf.contrib.summary instead."
        )
    found = get_default_graph().get_collection(key, scope)
    return merge(found, name=name) if found else None


def get_summary_description(node_def: Any) -> Any:
    """The SummaryDescription of a node of `tensor_summary`.

    Args:
        node_def: A NodeDef message.

    Returns:
        A SummaryDescription.

    Raises:
        ValueError: The node is of another kind.
    """
    from google.protobuf import json_format

    if node_def.op != "TensorSummary":
        raise ValueError(f"Can't get_summary_description on {node_def.op}")
    made = message("SummaryDescription")()
    json_format.Parse(node_def.attr["description"].s, made)
    return made


def initialize(graph: Any = None, session: Any = None) -> None:
    """Does nothing: writers of 2.x are ready when they are made.

    Args:
        graph: Accepted for compatibility.
        session: Accepted for compatibility.
    """


def all_v2_summary_ops() -> list[Any]:
    """The nodes of summaries of 2.x in the graph: none, they run in functions.

    Returns:
        An empty list.
    """
    return []
