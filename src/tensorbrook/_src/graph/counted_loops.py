"""Loops of exported functions, in the form in which TensorFlow can differentiate them.

TensorFlow's gradient of a loop takes its first variable for a counter and its second for
the limit of the repetitions. Our loops have neither, so they get both when they leave.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.operation import Operation

#: How many variables stand before those of the program.
ADDED = 2
_INT32 = dtypes.int32.as_datatype_enum
_COUNTER, _LIMIT = "counted_loop_counter", "counted_loop_limit"
_NO_LIMIT = -1


def is_loop(node: Operation) -> bool:
    """Whether a node repeats a function."""
    return {"cond", "body"} <= node.record.signature.attrs.keys()


def counted_node(made: Any, library: Any) -> list[Any]:
    """The NodeDef of a loop with a counter, after the constants that it begins with."""
    first = _constant(f"{made.name}/loop_counter", 0)
    limit = _constant(f"{made.name}/maximum_iterations", _NO_LIMIT)
    made.input[:] = [f"{first.name}:output:0", f"{limit.name}:output:0", *made.input]
    types = made.attr["T"].list
    types.type[:] = [_INT32, _INT32, *types.type]
    if "output_shapes" in made.attr and made.attr["output_shapes"].list.shape:
        del made.attr["output_shapes"]  # they would have to be those of all variables
    for attr in ("cond", "body"):
        made.attr[attr].func.name = library.counted(
            made.attr[attr].func.name, counts=attr == "body"
        )
    return [first, limit, made]


def _constant(name: str, value: int) -> Any:
    made = message("NodeDef")(name=name, op="Const")
    made.attr["dtype"].type = _INT32
    array = np.array(value, np.int32)
    made.attr["value"].tensor.CopyFrom(tensor_proto.to_proto(array, dtypes.int32))
    return made


def counted_function(definition: Any, name: str, counts: bool) -> Any:
    """A FunctionDef with a counter and a limit before its arguments.

    Args:
        definition: The FunctionDef of a loop's condition or body.
        name: The name of the new one.
        counts: Whether it returns the next count and the limit before its results.
    """
    made = message("FunctionDef")()
    made.CopyFrom(definition)
    made.signature.name = name
    arguments = list(definition.signature.input_arg)
    del made.signature.input_arg[:]
    for added in (_COUNTER, _LIMIT):
        made.signature.input_arg.add(name=added, type=_INT32)
    made.signature.input_arg.extend(arguments)
    made.arg_attr.clear()
    for index, described in definition.arg_attr.items():
        made.arg_attr[index + ADDED].CopyFrom(described)
    if not counts:
        return made
    results = list(definition.signature.output_arg)
    del made.signature.output_arg[:]
    for added in (f"{_COUNTER}_next", f"{_LIMIT}_same"):
        made.signature.output_arg.add(name=added, type=_INT32)
    made.signature.output_arg.extend(results)
    made.node_def.append(_constant(f"{_COUNTER}/one", 1))
    total = made.node_def.add(name=f"{_COUNTER}/add", op="AddV2")
    total.input.extend([_COUNTER, f"{_COUNTER}/one:output:0"])
    total.attr["T"].type = _INT32
    made.ret[f"{_COUNTER}_next"] = f"{_COUNTER}/add:z:0"
    made.ret[f"{_LIMIT}_same"] = _LIMIT
    return made
