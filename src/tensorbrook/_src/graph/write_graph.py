"""`tf.io.write_graph`: a GraphDef in a file."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.formats import files
from tensorbrook._src.graph.graph import Graph


def write_graph(
    graph_or_graph_def: Any, logdir: Any, name: str, as_text: bool = True
) -> str:
    """Writes a graph into a file.

    Args:
        graph_or_graph_def: A `tf.Graph` or a GraphDef message.
        logdir: The folder; it is made if needed.
        name: The name of the file.
        as_text: Whether the file is text.

    Returns:
        The path of the file.

    Raises:
        errors.OpError: The file can't be written.

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> path = tf.io.write_graph(tf.Graph(), tempfile.mkdtemp(), "graph.pbtxt")
        >>> os.path.exists(path)
        True
    """
    if isinstance(graph_or_graph_def, Graph):
        definition = graph_or_graph_def.as_graph_def()
    else:
        definition = graph_or_graph_def
    files.make_folder(logdir)
    path = os.path.join(files.text_of(logdir), name)
    if as_text:
        from google.protobuf import text_format

        text = text_format.MessageToString(definition)
        files.write(path, text.encode())
    else:
        files.write(path, definition.SerializeToString(deterministic=True))
    return path
