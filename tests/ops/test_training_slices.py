"""Optimizer steps with gradients in slices."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tests.ops.driver import Sample, check, wave

_NUMBERS = [0.9, 0.99, 0.1, 0.9, 0.99, 0.001]
_PLACES = np.array([3, 0, 3], np.int32)


def _variables(dtype: Any = np.float32) -> list[tf.Variable]:
    values = [wave(4, 2), wave(4, 2) / 3, np.abs(wave(4, 2))]
    return [tf.Variable(value.astype(dtype)) for value in values]


def _sample(dtype: Any) -> Sample:
    handles = [variable.handle for variable in _variables(dtype)]
    numbers = [np.array(number, dtype) for number in _NUMBERS]
    values = wave(3, 2).astype(dtype)
    return Sample("TensorbrookAdamSlices", [*handles, *numbers, values, _PLACES])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_records(dtype: Any) -> None:
    check(_sample(dtype))


def test_squares_before_it_adds() -> None:
    var, m, v = _variables()
    before = [variable.numpy() for variable in (m, v)]
    slices = wave(3, 2).astype(np.float32)
    total, squares = np.zeros((2, 4, 2), np.float32)
    np.add.at(total, _PLACES, slices)
    np.add.at(squares, _PLACES, slices**2)
    names = ("beta1_power", "beta2_power", "lr", "beta1", "beta2", "epsilon")
    tf.raw_ops.TensorbrookAdamSlices(
        var=var.handle,
        m=m.handle,
        v=v.handle,
        values=slices,
        indices=_PLACES,
        **dict(zip(names, _NUMBERS, strict=True)),
    )
    np.testing.assert_allclose(m.numpy(), before[0] * 0.9 + total * 0.1, rtol=1e-5)
    np.testing.assert_allclose(
        v.numpy(), before[1] * 0.99 + squares * 0.01, rtol=1e-4, atol=1e-6
    )


@pytest.mark.skipif(backend.native is None, reason="needs the native core")
def test_has_a_native_kernel() -> None:
    assert backend.native.find("TensorbrookAdamSlices") >= 0
