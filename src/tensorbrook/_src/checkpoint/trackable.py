"""What a checkpoint sees of Python objects: their children, and the values they hold.

Variables hold a value. Modules, Keras objects, lists, tuples and dicts have children by
name. An object of any other class takes part if it has a method `_trackable_children`,
that returns its children by name, or `_serialize_to_tensors` and
`_restore_from_tensors`, that give and take values by name; or if its class says
`_tracks_attributes = True`, and its attributes are its children. `_checkpoint_names` of a
class gives attributes other names in checkpoints, or None to leave them out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.variables.module import Module
from tensorbrook._src.variables.random_generator import Generator
from tensorbrook._src.variables.variable import Variable

#: The name of the one value of a variable.
VALUE = "VARIABLE_VALUE"


def is_trackable(value: Any) -> bool:
    """Whether a checkpoint can hold `value` or something in it."""
    if isinstance(value, Variable | Module | Generator | list | tuple | dict):
        return True
    kind = type(value)
    return (
        hasattr(kind, "_trackable_children")
        or hasattr(kind, "_serialize_to_tensors")
        or getattr(kind, "_tracks_attributes", False) is True
    )


def children(value: Any) -> dict[str, Any]:
    """The trackable objects right below `value`, by name."""
    if isinstance(value, Variable):
        return {}
    if isinstance(value, Generator):
        return {"_state_var": value.state}
    if isinstance(value, Mapping):
        found = {str(key): item for key, item in value.items()}
    elif isinstance(value, list | tuple):
        found = {str(index): item for index, item in enumerate(value)}
    elif hasattr(type(value), "_trackable_children"):
        return dict(value._trackable_children())
    elif isinstance(value, Module) or getattr(value, "_tracks_attributes", False):
        names = _names_of(type(value))  # type: ignore[arg-type]
        found = {
            str(names.get(key, key)): item
            for key, item in vars(value).items()
            if names.get(key, key) is not None
        }
    else:
        return {}
    return {key: item for key, item in found.items() if _holds_something(item)}


@functools.cache
def _names_of(kind: type) -> dict[str, str | None]:
    """Other names of attributes in checkpoints, of a class and those that it extends."""
    found: dict[str, str | None] = {}
    for base in reversed(kind.__mro__):
        found.update(vars(base).get("_checkpoint_names", {}))
    return found


def _holds_something(item: Any) -> bool:
    if isinstance(item, list | tuple | dict):
        parts = item.values() if isinstance(item, dict) else item
        return any(_holds_something(part) for part in parts)
    return is_trackable(item)


def walk(root: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """All objects below `root` and the names that lead to them, the nearest first."""
    seen = {id(root)}
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    for value, path in waiting:  # grows while it is walked
        yield value, path
        for name, item in children(value).items():
            if id(item) not in seen:
                seen.add(id(item))
                waiting.append((item, (*path, name)))


def values(value: Any, session: Any = None) -> dict[str, tuple[np.ndarray, DType]]:
    """The values that an object itself holds, with their dtypes, by name."""
    if isinstance(value, Variable):
        return {VALUE: (variable_value(value, session), value.dtype)}
    if not hasattr(type(value), "_serialize_to_tensors"):
        return {}
    found = {}
    for name, item in value._serialize_to_tensors().items():
        tensor = convert_to_tensor(item)
        array = _evaluated(tensor, session)
        found[name] = (np.asarray(array, tensor.dtype.numpy_dtype), tensor.dtype)
    return found


def variable_value(variable: Variable, session: Any = None) -> np.ndarray:
    """The value of a variable as an array, which is not to be changed."""
    if isinstance(variable.handle, EagerTensor):
        value: Any = variable.value()  # shared until the variable changes
        array = np.asarray(value._array(), variable.dtype.numpy_dtype)
    else:
        array = np.asarray(
            session_for(session).run(variable), variable.dtype.numpy_dtype
        )
    return array


def _evaluated(tensor: Any, session: Any) -> Any:
    if isinstance(tensor, EagerTensor):
        return tensor._array()
    return session_for(session).run(tensor)


def session_for(session: Any) -> Any:
    """The session to use: the given one, or the innermost."""
    session = session or (current.sessions[-1] if current.sessions else None)
    if session is None:
        raise RuntimeError(
            "A checkpoint of variables of a graph needs a session: pass `session`, or "
            "call it inside of `with session.as_default()`."
        )
    return session


def set_values(value: Any, stored: Mapping[str, Any], session: Any = None) -> None:
    """Gives an object its stored values back.

    Args:
        value: The object.
        stored: Arrays by the names that `values` gives them.
        session: For variables of a graph.

    Raises:
        ValueError: A variable has another shape.
    """
    if not isinstance(value, Variable):
        value._restore_from_tensors(
            {name: convert_to_tensor(array) for name, array in stored.items()}
        )
        return
    array = stored[VALUE]
    if not value.shape.is_compatible_with(array.shape):
        raise ValueError(
            f"Received incompatible tensor with shape {array.shape} when attempting to "
            f"restore variable with shape {value.shape} and name {value.name}."
        )
    if isinstance(value.handle, EagerTensor):
        from tensorbrook._src.eager.tensor import tensor_of

        value.handle._array().assign(tensor_of(array, value.dtype, copy=True))
    else:
        value.load(array, session_for(session))


class PythonState:
    """Base of objects whose state is a string that a checkpoint keeps.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> class Name(tf.train.experimental.PythonState):
        ...     text = "Ada"
        ...     def serialize(self):
        ...         return self.text
        ...     def deserialize(self, string_value):
        ...         self.text = tf.compat.as_text(string_value)
        >>> path = tf.train.Checkpoint(name=Name()).save(tempfile.mkdtemp() + "/c")
        >>> other = Name()
        >>> other.text = ""
        >>> status = tf.train.Checkpoint(name=other).restore(path)
        >>> other.text
        'Ada'
    """

    def serialize(self) -> Any:
        """The state as a string."""
        raise NotImplementedError("A PythonState needs a method `serialize`.")

    def deserialize(self, string_value: Any) -> None:
        """Takes the state from a string."""
        raise NotImplementedError("A PythonState needs a method `deserialize`.")

    def _serialize_to_tensors(self) -> dict[str, Tensor]:
        return {"py_state": convert_to_tensor(self.serialize(), dtype=dtypes.string)}

    def _restore_from_tensors(self, restored: Mapping[str, Any]) -> None:
        self.deserialize(restored["py_state"].numpy())
