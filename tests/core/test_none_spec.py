"""NoneTensorSpec."""

import pickle

import pytest

from tensorbrook._src.core import nest
from tensorbrook._src.core.none_spec import NoneTensorSpec
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import type_spec_from_value

N = NoneTensorSpec


def test_it_is_the_spec_of_none() -> None:
    assert type_spec_from_value(None) == N()
    assert N.from_value(None) == N()
    assert N().value_type is type(None)
    assert N().is_compatible_with(None)
    assert N().is_compatible_with(N())
    assert not N().is_compatible_with(TensorSpec([]))


def test_all_are_equal() -> None:
    assert repr(N()) == "NoneTensorSpec()"
    assert hash(N()) == hash(N())
    assert N() != TensorSpec([])
    assert pickle.loads(pickle.dumps(N())) == N()


def test_it_has_no_components() -> None:
    assert N().flatten() == []
    assert N().to_tensors(None) == []
    assert N().from_tensors(iter([])) is None
    assert nest.flatten(N(), expand_composites=True) == []
    assert nest.flatten(N()) == [N()]


def test_hierarchy() -> None:
    assert N().is_subtype_of(N())
    assert N().most_specific_common_supertype([N()]) == N()
    assert N().most_specific_compatible_type(N()) == N()
    assert N().most_specific_compatible_shape(N()) == N()
    assert N()._batch(3) == N()._unbatch() == N()
    with pytest.raises(ValueError):
        N().most_specific_compatible_type(TensorSpec([]))
    with pytest.raises(ValueError):
        N().most_specific_compatible_shape(TensorSpec([]))
