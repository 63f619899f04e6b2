"""Values for the fields of extension types."""

import pickle

import pytest

import tensorbrook as tf
from tensorbrook._src.ops.extension_fields import (
    Context,
    FrozenDict,
    check_annotation,
    convert,
    spec_of,
)

HERE = Context("T.f", for_spec=False)


def test_the_own_type_of_a_union_comes_first():
    assert convert(1, float | int, HERE) == 1
    assert type(convert(1, float | int, HERE)) is int
    assert convert("a", int | str, HERE) == "a"
    with pytest.raises(TypeError, match=r"T\.f"):
        convert([], int | str, HERE)


def test_truth_values_are_no_numbers():
    with pytest.raises(TypeError, match="int"):
        convert(True, int, HERE)


def test_places_are_named():
    with pytest.raises(TypeError, match=r"T\.f\[1\]"):
        convert([1, "a"], tuple[int, ...], HERE)
    with pytest.raises(TypeError, match=r"T\.f\['k'\]"):
        convert({"k": "a"}, dict[str, int], HERE)
    with pytest.raises(TypeError, match="2 items"):
        convert([1], tuple[int, int], HERE)


def test_specs_stand_for_tensors():
    found = spec_of({"a": (tf.constant(1), 2)})
    assert found == {"a": (tf.TensorSpec([], tf.int32), 2)}


def test_frozen_dictionaries():
    frozen = FrozenDict(a=1)
    with pytest.raises(TypeError, match="changed"):
        frozen.update(b=2)
    assert pickle.loads(pickle.dumps(frozen)) == frozen


def test_annotations_are_checked_to_the_bottom():
    check_annotation("T.f", tuple[tf.Tensor | None, ...])
    with pytest.raises(TypeError, match="isn't supported"):
        check_annotation("T.f", tuple[set, ...])
