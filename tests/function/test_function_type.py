"""Signatures of functions."""

import pytest

import tensorbrook as tf


def test_before_and_after_tracing():
    f = tf.function(lambda x, n=2: x * n)
    assert list(f.function_type.parameters) == ["x", "n"]
    assert f.function_type.parameters["n"].default == 2
    g = f.get_concrete_function(tf.TensorSpec([2]))
    kind = g.function_type
    assert isinstance(kind, tf.types.experimental.FunctionType)
    assert kind.parameters["x"].annotation == tf.TensorSpec([2])
    assert kind.return_annotation.shape == [2]
    assert g.inference_fn(tf.ones([2])).numpy().tolist() == [2.0, 2.0]


def test_text_of_the_compiler():
    pytest.importorskip("jax")
    f = tf.function(lambda x: x + x, jit_compile=True)
    text = f.experimental_get_compiler_ir(tf.ones([3]))
    assert "f32[3]" in text("hlo") and "tensor<3xf32>" in text("stablehlo")
    assert "f32[3]" in text("optimized_hlo")
    with pytest.raises(ValueError, match="stage"):
        text("other")


def test_text_needs_compilation():
    with pytest.raises(ValueError, match="jit_compile"):
        tf.function(lambda x: x).experimental_get_compiler_ir(1)
