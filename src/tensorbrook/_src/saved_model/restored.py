"""The objects that a loaded SavedModel is made of."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from tensorbrook._src.core import errors, nest
from tensorbrook._src.core.shapes import compatible
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.ops import tables
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.saved_model.function_specs import FullArgSpec
from tensorbrook._src.variables.module import Module


class RestoredObject(Module):
    """An object of a SavedModel; its attributes are those that were saved."""

    def __init__(self) -> None:
        super().__init__("restored")
        self.__dict__["_saved_children"] = {}

    def _trackable_children(self) -> dict[str, Any]:
        return self.__dict__["_saved_children"]  # type: ignore[no-any-return]

    def attach(self, name: str, child: Any) -> None:
        """Gives the object what was saved as one of its attributes."""
        self.__dict__[name] = child
        self.__dict__["_saved_children"][name] = child

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call = self.__dict__.get("__call__")
        if call is None:
            raise TypeError(
                "This object of a SavedModel can't be called: the object that was saved "
                f"had no traced `__call__`; it has {sorted(self._trackable_children())}."
            )
        return call(*args, **kwargs)

    def _saved(self, name: str, otherwise: Any) -> Any:
        return self.__dict__.get(name, otherwise)

    @property
    def variables(self) -> Any:
        """The variables of the object, as it was saved, and of those below."""
        return self._saved("variables", Module.variables.fget(self))  # type: ignore[attr-defined]

    @property
    def trainable_variables(self) -> Any:
        """The trainable ones among `variables`."""
        return self._saved(
            "trainable_variables",
            Module.trainable_variables.fget(self),  # type: ignore[attr-defined]
        )

    @property
    def non_trainable_variables(self) -> Any:
        """The other ones among `variables`."""
        return self._saved(
            "non_trainable_variables",
            Module.non_trainable_variables.fget(self),  # type: ignore[attr-defined]
        )


class RestoredResource(RestoredObject):
    """A table, or another resource that functions of the SavedModel make and fill."""

    def __init__(self) -> None:
        super().__init__()
        self.__dict__["resource_handle"] = None

    def _serialize_to_tensors(self) -> dict[str, Any]:
        return {}  # what it holds is written by its functions

    def _restore_from_tensors(self, restored: Mapping[str, Any]) -> None:
        """Fills a table that can be changed with its keys and values."""
        parts = {name.rpartition("-")[2]: value for name, value in restored.items()}
        tables.lookup_table_import_op(
            self.__dict__["resource_handle"], parts["keys"], parts["values"]
        )


class SignatureMap(Mapping[str, Any]):
    """The signatures of a SavedModel by name; it can't be changed."""

    def __init__(self) -> None:
        self._signatures: dict[str, Any] = {}

    def attach(self, name: str, function: Any) -> None:
        """Adds a signature."""
        self._signatures[name] = function

    def _trackable_children(self) -> dict[str, Any]:
        return {}

    def __getitem__(self, key: str) -> Any:
        return self._signatures[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._signatures)

    def __len__(self) -> int:
        return len(self._signatures)

    def __repr__(self) -> str:
        return f"_SignatureMap({self._signatures})"


class RestoredFunction:
    """A `tf.function` of a SavedModel: the traces that it had when it was saved."""

    _tracks_attributes = False

    def __init__(
        self, name: str, traces: list[ConcreteFunction], signature: inspect.Signature
    ) -> None:
        self.__name__ = name
        self.concrete_functions = traces
        self._signature = signature

    def _trackable_children(self) -> dict[str, Any]:
        return {}

    @property
    def function_spec(self) -> inspect.Signature:
        """The Python signature of the function that was saved."""
        return self._signature

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        trace, leaves = self._match(args, kwargs)
        return trace.call_flat(leaves)

    def get_concrete_function(self, *args: Any, **kwargs: Any) -> ConcreteFunction:
        """The trace for arguments of these kinds, which may be given as specs.

        Raises:
            ValueError: There is none.
        """
        if not args and not kwargs and len(self.concrete_functions) == 1:
            return self.concrete_functions[0]
        return self._match(args, kwargs)[0]

    def _match(self, args: Any, kwargs: Any) -> tuple[ConcreteFunction, list[Any]]:
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError as problem:
            raise TypeError(f"{self.__name__}: {problem}") from None
        bound.apply_defaults()
        given = bound.args, bound.kwargs
        for trace in self.concrete_functions:
            leaves = _fit(given, trace.structured_input_signature)
            if leaves is not None:
                return trace, leaves
        options = "\n".join(
            f"  {trace.structured_input_signature}" for trace in self.concrete_functions
        )
        raise ValueError(
            "Could not find matching concrete function to call loaded from the "
            f"SavedModel. Got:\n  {given}\nExpected one of:\n{options}"
        )

    def __repr__(self) -> str:
        return f"<function {self.__name__} of a SavedModel>"


def _fit(given: Any, wanted: Any) -> list[Any] | None:
    """The tensors among the arguments where they fit a trace, else None."""
    if wanted is None:
        return None
    try:
        pairs = list(_pairs(given, wanted))
    except (ValueError, TypeError):
        return None
    leaves = []
    for value, spec in pairs:
        if isinstance(spec, TensorSpec):
            tensor = _tensor_for(value, spec)
            if tensor is None:
                return None
            leaves.append(tensor)
        elif not (value is spec or value == spec):
            return None
    return leaves


def _pairs(given: Any, wanted: Any) -> Iterator[tuple[Any, Any]]:
    """What is given for each leaf of what is wanted; a tensor may come as a list.

    Raises:
        ValueError: The structures differ.
        TypeError: The same.
    """
    specs = nest.flatten(wanted)
    values = nest.flatten_up_to(wanted, given, check_types=False)
    for value, spec in zip(values, specs, strict=True):
        if isinstance(spec, TensorSpec) or not isinstance(spec, TypeSpec):
            yield value, spec
        else:
            parts = nest.flatten(value, expand_composites=True)
            yield from zip(
                parts, nest.flatten(spec, expand_composites=True), strict=True
            )


def _tensor_for(value: Any, spec: TensorSpec) -> Any:
    """`value` as a tensor that the spec takes, or None."""
    if isinstance(value, TypeSpec):
        return value if spec.is_compatible_with(value) else None
    if value is None or isinstance(value, bool) and not spec.dtype.is_bool:
        return None
    try:
        tensor = convert_to_tensor(value, dtype=spec.dtype)
    except (TypeError, ValueError):
        return None
    return tensor if compatible(tensor._dims, spec.shape._dims) else None  # type: ignore[attr-defined]


def signature_of(spec: Any) -> inspect.Signature:
    """The Python signature that a decoded FullArgSpec describes.

    Raises:
        errors.DataLossError: It describes none.
    """
    if spec is None:
        return _ANYTHING
    missing = [name for name in FullArgSpec._fields if not hasattr(spec, name)]
    if missing:
        raise errors.DataLossError(
            None, None, f"The signature of a function of a SavedModel lacks {missing}."
        )
    try:
        return _signature(spec)
    except (ValueError, TypeError) as problem:
        raise errors.DataLossError(
            None,
            None,
            f"The signature of a function of a SavedModel is damaged: {problem}",
        ) from problem


def _signature(spec: Any) -> inspect.Signature:
    kinds = inspect.Parameter
    defaults = list(spec.defaults or ())
    names = list(spec.args)
    first = len(names) - len(defaults)
    found = []
    for index, name in enumerate(names):
        default = defaults[index - first] if index >= first else kinds.empty
        found.append(kinds(name, kinds.POSITIONAL_OR_KEYWORD, default=default))
    if spec.varargs:
        found.append(kinds(spec.varargs, kinds.VAR_POSITIONAL))
    keywords = spec.kwonlydefaults or {}
    for name in spec.kwonlyargs or ():
        default = keywords.get(name, kinds.empty)
        found.append(kinds(name, kinds.KEYWORD_ONLY, default=default))
    if spec.varkw:
        found.append(kinds(spec.varkw, kinds.VAR_KEYWORD))
    return inspect.Signature(found)


_ANYTHING = inspect.Signature(
    [
        inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL),
        inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD),
    ]
)
