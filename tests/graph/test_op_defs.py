"""Records as OpDef messages."""

import pytest

from tensorbrook._src.core.op import find
from tensorbrook._src.graph.op_defs import op_def


def test_arguments_and_attributes():
    made = op_def(find("ConcatV2"))
    values, axis = made.input_arg
    assert (values.name, values.number_attr, values.type_attr) == ("values", "N", "T")
    assert axis.type_attr == "Tidx"
    attrs = {attr.name: attr for attr in made.attr}
    assert attrs["N"].minimum == 2
    assert list(attrs["Tidx"].allowed_values.list.type) == [3, 9]
    assert attrs["Tidx"].default_value.type == 3


def test_fixed_types_and_state():
    assert op_def(find("ReadVariableOp")).input_arg[0].type == 20
    assert op_def(find("RandomUniform")).is_stateful


@pytest.mark.parametrize("name", ["Conv2D", "StridedSlice", "While", "Const"])
def test_many_kinds_of_attributes(name):
    assert op_def(find(name)).name == name
