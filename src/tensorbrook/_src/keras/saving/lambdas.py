"""Python lambdas in configurations: their bytecode, which only trusted files may bring."""

from __future__ import annotations

import base64
import marshal
import sys
import types
from collections.abc import Callable
from typing import Any


def describe(function: types.FunctionType) -> dict[str, Any]:
    """Returns the description of a lambda, as Keras has it in files.

    Args:
        function: the lambda.

    Raises:
        ValueError: when it uses values that can't be written as JSON.
    """
    cells = tuple(cell.cell_contents for cell in function.__closure__ or ()) or None
    for value in (*(cells or ()), *(function.__defaults__ or ())):
        if not isinstance(value, bool | int | float | str | None):
            raise ValueError(
                "A lambda can be saved if all values that it closes over, and its "
                f"defaults, are numbers or texts. Received: {value!r}. Define a named "
                "function instead and register it with `register_keras_serializable`."
            )
    code = base64.encodebytes(marshal.dumps(function.__code__)).decode("ascii")
    config = {"code": code, "defaults": function.__defaults__, "closure": cells}
    return {"class_name": "__lambda__", "config": config}


def restore(config: dict[str, Any]) -> Callable[..., Any]:
    """Returns the lambda that was described.

    Args:
        config: the description.

    Raises:
        ValueError: when it is no code of this version of Python.
    """
    try:
        raw = base64.b64decode(config["code"])
        code = marshal.loads(raw)
        if not isinstance(code, types.CodeType):
            raise TypeError("it is no function")
        cells = tuple(map(types.CellType, config.get("closure") or ()))
        defaults = tuple(config.get("defaults") or ()) or None
        return types.FunctionType(code, globals_of_a_lambda(), None, defaults, cells)
    except (ValueError, TypeError, KeyError, EOFError) as error:
        version = ".".join(map(str, sys.version_info[:2]))
        raise ValueError(
            f"The lambda in the file can't be read by Python {version}: {error}. Such "
            "code belongs to one version of Python."
        ) from error


def globals_of_a_lambda() -> dict[str, Any]:
    """Returns the names that a lambda from a file may use."""
    import tensorbrook as tf

    return {"tf": tf, "keras": tf.keras, "K": tf.keras.backend, "__name__": __name__}
