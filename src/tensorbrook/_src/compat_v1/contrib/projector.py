"""`tf.contrib.tensorboard.plugins.projector`: embeddings for TensorBoard's projector."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.formats import files
from tensorbrook._src.formats.schema import message

EmbeddingInfo = message("EmbeddingInfo")
ProjectorConfig = message("ProjectorConfig")
SpriteMetadata = message("SpriteMetadata")
_FILE = "projector_config.pbtxt"


def visualize_embeddings(summary_writer: Any, config: Any) -> None:
    """Writes which variables TensorBoard's projector shows, beside the events.

    Args:
        summary_writer: The writer of the events, which knows the folder; or the folder.
        config: A `ProjectorConfig`.

    Raises:
        ValueError: The writer has no folder.

    Example:
        >>> import os, tempfile
        >>> config = ProjectorConfig()
        >>> config.embeddings.add().tensor_name = "words"
        >>> folder = tempfile.mkdtemp()
        >>> visualize_embeddings(folder, config)
        >>> os.listdir(folder)
        ['projector_config.pbtxt']
    """
    from google.protobuf import text_format

    folder = summary_writer
    if hasattr(summary_writer, "get_logdir"):
        folder = summary_writer.get_logdir()
    if not folder:
        raise ValueError(
            "projector.visualize_embeddings: `summary_writer` must be a FileWriter with a "
            f"folder, or a folder. Received: {summary_writer!r}."
        )
    text = text_format.MessageToString(config)
    files.write(os.path.join(os.fspath(folder), _FILE), text.encode())
