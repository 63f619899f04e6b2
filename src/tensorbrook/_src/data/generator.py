"""Python generators as sources of datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.control_flow.python_function import as_op_error
from tensorbrook._src.core import dtypes, errors, nest
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import structure
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.eager.tensor import object_tensor
from tensorbrook._src.ops.constant import convert_to_tensor


class _Function:
    """A Python function where a record expects a traced one."""

    def __init__(self, call: Callable[[Sequence[Any]], Any]) -> None:
        self._call = call

    def execute(self, values: Sequence[Any]) -> Any:
        """Calls the function with flat tensors; returns flat tensors."""
        return self._call(values)


class GeneratorFunctions:
    """Starts a generator, asks it for elements, and closes it.

    Args:
        generator: Returns an iterable.
        args: Tensors for it, or None.
        spec: The specs of an element.
    """

    def __init__(
        self, generator: Callable[..., Iterable[Any]], args: Any, spec: Any
    ) -> None:
        self._generator = generator
        self._args = () if args is None else tuple(map(convert_to_tensor, args))
        self._spec = spec
        self.start = _Function(self._start)
        self.following = _Function(self._following)
        self.finish = _Function(self._finish)

    def _start(self, values: Sequence[Any]) -> list[Any]:
        made = self._generator(*[arg.numpy() for arg in self._args])
        return [object_tensor(iter(made), dtypes.variant)]

    def _following(self, values: Sequence[Any]) -> list[Any]:
        items: Iterator[Any] = values[0]._array()
        try:
            element = next(items)
        except StopIteration:
            raise errors.OutOfRangeError(None, None, "End of sequence") from None
        except Exception as problem:
            raise as_op_error(problem) from problem
        try:
            return _flat(self._spec, element)
        except (TypeError, ValueError) as problem:
            raise as_op_error(problem) from problem

    def _finish(self, values: Sequence[Any]) -> list[Any]:
        close = getattr(values[0]._array(), "close", None)
        if close is not None:
            close()
        return []


def _flat(spec: Any, element: Any) -> list[Any]:
    """The tensors of what a generator yielded.

    Raises:
        TypeError: It has another structure or type than was promised.
        ValueError: It has another shape.
    """
    if isinstance(element, list) and isinstance(spec, tuple):
        element = tuple(element)
    try:
        leaves = (
            nest.flatten_up_to(spec, element) if nest.is_nested(spec) else [element]
        )
    except (TypeError, ValueError) as problem:
        raise TypeError(
            "The generator yielded an element that did not match the expected "
            f"structure. The expected structure was {spec}, but the yielded element was "
            f"{element!r}."
        ) from problem
    tensors: list[Any] = []
    for leaf, value in zip(nest.flatten(spec), leaves, strict=True):
        if isinstance(leaf, TensorSpec):
            tensors.append(_fitting(leaf, value))
        else:
            tensors += leaf.to_tensors(value)
    return tensors


def _fitting(leaf: TensorSpec, value: Any) -> Any:
    try:
        if isinstance(value, Tensor) and value.dtype is leaf.dtype:
            tensor = value
        elif leaf.dtype is dtypes.string:
            tensor = eager.convert(value, leaf.dtype, None, None)
        else:
            array = np.asarray(value)
            if array.dtype == object or array.dtype.kind in "US":
                raise TypeError(f"{value!r} isn't a number.")
            tensor = eager.convert(
                array.astype(leaf.dtype.numpy_dtype), leaf.dtype, None, None
            )
    except (TypeError, ValueError) as problem:
        raise TypeError(
            "The generator yielded an element that could not be converted to the "
            f"expected type. The expected type was {leaf.dtype.name}, but the yielded "
            f"element was {value!r}."
        ) from problem
    if not leaf.shape.is_compatible_with(TensorShape(tensor._dims)):
        raise TypeError(
            f"The generator yielded an element of shape {tensor.shape} where an element "
            f"of shape {leaf.shape} was expected."
        )
    return tensor
