"""The signatures of functions, with specs where they are known."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.tensor_spec import TensorSpec


class FunctionType(inspect.Signature):
    """The signature of a function; its annotations are specs where they are known.

    Example:
        >>> import tensorbrook as tf
        >>> kind = tf.types.experimental.FunctionType.from_callable(lambda x, n=2: x)
        >>> list(kind.parameters)
        ['x', 'n']
    """


def of_signature(signature: inspect.Signature) -> FunctionType:
    """The type of a function whose arguments aren't known yet."""
    return FunctionType(
        list(signature.parameters.values()),
        return_annotation=signature.return_annotation,
    )


def of_graph(names: Sequence[str], inputs: Sequence[Any], outputs: Any) -> FunctionType:
    """The type of a traced function.

    Args:
        names: The names of its tensor arguments.
        inputs: Its tensor arguments.
        outputs: Specs of what it returns, in their structure.
    """
    parameters = [
        inspect.Parameter(
            name.replace("/", "_"),
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            annotation=TensorSpec(tensor.shape, tensor.dtype),
        )
        for name, tensor in zip(names, inputs, strict=True)
    ]
    return FunctionType(parameters, return_annotation=outputs)
