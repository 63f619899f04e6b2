"""Kinds of functions."""

import typing

import pytest

import tensorbrook as tf

KINDS = tf.types.experimental


def test_functions_are_instances():
    f = tf.function(lambda x, n=2: x * n)
    g = f.get_concrete_function(tf.TensorSpec([2]))
    for kind in (KINDS.Callable, KINDS.GenericFunction, KINDS.PolymorphicFunction):
        assert isinstance(f, kind)
    for kind in (KINDS.Callable, KINDS.ConcreteFunction, KINDS.AtomicFunction):
        assert isinstance(g, kind)
    assert not isinstance(len, KINDS.Callable)
    assert not isinstance(g, KINDS.PolymorphicFunction)


def test_tensor_like_is_a_union():
    assert tf.Tensor in typing.get_args(KINDS.TensorLike)


def test_tracing_protocol():
    class Own:
        def __tf_tracing_type__(self, context):
            return None

    assert isinstance(Own(), KINDS.SupportsTracingProtocol)
    assert not isinstance(3, KINDS.SupportsTracingProtocol)


def test_bases_say_what_is_missing():
    class Half(KINDS.ConcreteFunction):
        def __call__(self):
            return 1

    with pytest.raises(NotImplementedError, match="inference_fn"):
        Half().inference_fn  # noqa: B018
    with pytest.raises(NotImplementedError, match="function_type"):
        Half().function_type  # noqa: B018
