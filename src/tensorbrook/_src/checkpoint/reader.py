"""Looking into checkpoints."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.checkpoint.state import latest_checkpoint
from tensorbrook._src.core import errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.formats.slices import reader_of


class CheckpointReader:
    """Reads tensors of a checkpoint by name.

    Args:
        filepattern: What the names of the checkpoint's files begin with.

    Raises:
        errors.NotFoundError: There is no such checkpoint.
        errors.DataLossError: Its index is damaged.
    """

    def __init__(self, filepattern: Any) -> None:
        prefix = os.fspath(filepattern)
        prefix = prefix.decode() if isinstance(prefix, bytes) else prefix
        self._bundle = reader_of(prefix)

    def get_variable_to_shape_map(self) -> dict[str, list[int]]:
        """The shapes of all tensors, by name."""
        bundle = self._bundle
        return {name: list(bundle.shape(name)) for name in bundle.names()}

    def get_variable_to_dtype_map(self) -> dict[str, DType]:
        """The dtypes of all tensors, by name."""
        return {name: self._bundle.dtype(name) for name in self._bundle.names()}

    def has_tensor(self, tensor_str: str) -> bool:
        """Whether there is a tensor of that name."""
        return tensor_str in self._bundle

    def get_tensor(self, tensor_str: str) -> Any:
        """The value of a tensor: an array, or a scalar where it has no dims.

        Raises:
            errors.NotFoundError: There is no tensor of that name.
        """
        if tensor_str not in self._bundle:
            raise errors.NotFoundError(
                None, None, f"Key {tensor_str} not found in checkpoint"
            )
        array = self._bundle.read(tensor_str)
        return array[()] if array.ndim == 0 else array

    def debug_string(self) -> bytes:
        """Names, dtypes and shapes, one tensor in a line."""
        bundle = self._bundle
        lines = [
            f"{name} (DT_{bundle.dtype(name).name.upper()}) {list(bundle.shape(name))}"
            for name in bundle.names()
        ]
        return "\n".join(lines).encode()


def checkpoint_prefix(ckpt_dir_or_file: Any) -> str:
    """The prefix of a checkpoint: a folder means its newest one.

    Raises:
        ValueError: The folder has none.
    """
    path = os.fspath(ckpt_dir_or_file)
    path = path.decode() if isinstance(path, bytes) else path
    if not os.path.isdir(path) or os.path.exists(f"{path}.index"):
        return path
    newest = latest_checkpoint(path)
    if newest is None:
        raise ValueError(
            f"Couldn't find 'checkpoint' file or checkpoints in given directory {path}"
        )
    return newest


def load_checkpoint(ckpt_dir_or_file: Any) -> CheckpointReader:
    """A reader of a checkpoint.

    Args:
        ckpt_dir_or_file: A folder, which means its newest checkpoint, or what the names
            of a checkpoint's files begin with.

    Returns:
        A `CheckpointReader`.

    Raises:
        ValueError: The folder has no checkpoint.
        errors.NotFoundError: There is no such checkpoint.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> path = tf.train.Checkpoint(v=tf.Variable(3.0)).save(tempfile.mkdtemp() + "/c")
        >>> tf.train.load_checkpoint(path).get_tensor("v/.ATTRIBUTES/VARIABLE_VALUE")
        np.float32(3.0)
    """
    return CheckpointReader(checkpoint_prefix(ckpt_dir_or_file))


def load_variable(ckpt_dir_or_file: Any, name: str) -> Any:
    """The value of one tensor of a checkpoint.

    Args:
        ckpt_dir_or_file: A folder or a prefix, as for `load_checkpoint`.
        name: The name of the tensor; `:0` at its end is left out.

    Returns:
        An array, or a scalar.

    Raises:
        errors.NotFoundError: There is no such checkpoint or tensor.
    """
    return load_checkpoint(ckpt_dir_or_file).get_tensor(name.removesuffix(":0"))


def list_variables(ckpt_dir_or_file: Any) -> list[tuple[str, list[int]]]:
    """The names and shapes of all tensors of a checkpoint, sorted.

    Args:
        ckpt_dir_or_file: A folder or a prefix, as for `load_checkpoint`.

    Returns:
        A list of pairs.

    Raises:
        errors.NotFoundError: There is no such checkpoint.
    """
    shapes = load_checkpoint(ckpt_dir_or_file).get_variable_to_shape_map()
    return sorted(shapes.items())
