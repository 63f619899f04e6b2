"""The Python signatures of functions as FunctionSpec messages."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

from tensorbrook._src.formats.schema import message
from tensorbrook._src.saved_model import structured


class FullArgSpec(NamedTuple):
    """The parameters of a function, as `inspect.getfullargspec` gives them."""

    args: list[str]
    varargs: str | None
    varkw: str | None
    defaults: tuple[Any, ...] | None
    kwonlyargs: list[str]
    kwonlydefaults: dict[str, Any] | None
    annotations: dict[str, Any]


def function_spec(function: Any) -> Any:
    """The FunctionSpec of a `tf.function`."""
    made = message("FunctionSpec")()
    signature = function.function_spec
    given = getattr(function, "input_signature", None)
    made.fullargspec.CopyFrom(_encoded(_full_arg_spec(signature)))
    made.input_signature.CopyFrom(_encoded(given))
    return made


def _encoded(value: Any) -> Any:
    try:
        return structured.encode(value)
    except NotImplementedError:
        return structured.encode(None)


def _full_arg_spec(signature: inspect.Signature) -> FullArgSpec:
    kinds = inspect.Parameter
    parameters = list(signature.parameters.values())
    plain = [
        p
        for p in parameters
        if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)
    ]
    only = [p for p in parameters if p.kind is kinds.KEYWORD_ONLY]
    defaults = tuple(p.default for p in plain if p.default is not kinds.empty)
    keywords = {p.name: p.default for p in only if p.default is not kinds.empty}
    return FullArgSpec(
        args=[p.name for p in plain],
        varargs=_name(parameters, kinds.VAR_POSITIONAL),
        varkw=_name(parameters, kinds.VAR_KEYWORD),
        defaults=defaults or None,
        kwonlyargs=[p.name for p in only],
        kwonlydefaults=keywords or None,
        annotations={},
    )


def _name(parameters: list[inspect.Parameter], kind: Any) -> str | None:
    return next((p.name for p in parameters if p.kind is kind), None)
