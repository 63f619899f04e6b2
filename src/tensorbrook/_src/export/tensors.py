"""Tensors by name in a safetensors file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensorbrook._src.eager.tensor import EagerTensor, tensor_of
from tensorbrook._src.formats import safetensors
from tensorbrook._src.formats.gfile import path_of
from tensorbrook._src.ops.constant import convert_to_tensor


def save_safetensors(
    tensors: Any, path: Any, metadata: Mapping[str, str] | None = None
) -> None:
    """Writes tensors by name into a safetensors file.

    The file is replaced as a whole: a kill or a full disk leaves the old one.

    Args:
        tensors: Tensors, variables or arrays by name; or a model, layer or module, whose
            variables are written by their paths.
        path: The file.
        metadata: Further texts by name.

    Raises:
        ValueError: Two variables have one name.
        errors.OpError: The file can't be written.
        errors.InvalidArgumentError: A tensor has a dtype that the format lacks.

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> from tensorbrook.export import load_safetensors, save_safetensors
        >>> path = os.path.join(tempfile.mkdtemp(), "weights.safetensors")
        >>> save_safetensors({"w": tf.constant([1.0, 2.0])}, path)
        >>> load_safetensors(path)["w"].numpy()
        array([1., 2.], dtype=float32)
    """
    named = tensors if isinstance(tensors, Mapping) else _variables_of(tensors)
    stored = {}
    for name, value in named.items():
        tensor: Any = convert_to_tensor(value)
        if not isinstance(tensor, EagerTensor):
            raise ValueError(
                f"save_safetensors: the tensor {name!r} belongs to a graph and has no "
                "value; evaluate it first."
            )
        stored[name] = safetensors.Stored(tensor._array(), tensor.dtype)
    safetensors.write(path_of(path), stored, metadata)


def _variables_of(holder: Any) -> dict[str, Any]:
    """The variables of a model by path, or by name where they have none."""
    named: dict[str, Any] = {}
    for variable in holder.variables:
        name = getattr(variable, "path", None) or variable.name.removesuffix(":0")
        if name in named:
            raise ValueError(
                f"save_safetensors: two variables have the name {name!r}; give a dict "
                "with names of your own."
            )
        named[name] = variable
    return named


def load_safetensors(path: Any) -> dict[str, EagerTensor]:
    """The tensors of a safetensors file by name.

    Args:
        path: The file.

    Returns:
        Tensors by name.

    Raises:
        errors.NotFoundError: There is no such file.
        errors.DataLossError: The file is damaged; the message says how.
    """
    found, _ = safetensors.read(path_of(path))
    return {name: tensor_of(value, dtype) for name, (value, dtype) in found.items()}
