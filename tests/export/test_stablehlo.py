"""Functions and models as StableHLO, run again by JAX."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook.export import to_stablehlo

pytest.importorskip("jax")


def _run(text, *arguments):
    """What the text computes, on the CPU."""
    import jax
    from jax.extend.backend import get_backend
    from jaxlib import xla_client

    backend = get_backend("cpu")
    devices = xla_client.DeviceList(tuple(backend.local_devices()[:1]))
    loaded = backend.compile_and_load(text.encode(), devices)
    return [
        np.asarray(out) for out in loaded.execute([*map(jax.numpy.asarray, arguments)])
    ]


def test_a_model_of_a_fixed_shape_gives_the_same_numbers() -> None:
    model = tf.keras.Sequential(
        [
            tf.keras.Input((4, 4, 1)),
            tf.keras.layers.Conv2D(2, 3, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(3, "softmax"),
        ]
    )
    spec = tf.TensorSpec([2, 4, 4, 1])
    text = to_stablehlo(lambda x: model(x), input_signature=[spec])
    x = np.random.default_rng(0).random((2, 4, 4, 1), np.float32)
    (found,) = _run(text, x)
    np.testing.assert_allclose(found, model(x), rtol=1e-5, atol=1e-6)


def test_open_dimensions_stay_open(tmp_path) -> None:
    model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
    text = to_stablehlo(model, tmp_path / "m.mlir")
    assert "tensor<?x3xf32>" in text
    assert (tmp_path / "m.mlir").read_text() == text
    to_stablehlo(model, tmp_path / "m.bc")
    assert (tmp_path / "m.bc").read_bytes()[:4] == b"ML\xefR"


def test_what_has_no_place_in_the_file_is_refused() -> None:
    v = tf.Variable(1.0)
    with pytest.raises(NotImplementedError, match="changes a variable"):
        to_stablehlo(lambda x: x + v.assign_add(x), input_signature=[tf.TensorSpec([])])
    with pytest.raises(NotImplementedError, match="AsString"):
        to_stablehlo(tf.strings.as_string, input_signature=[tf.TensorSpec([2])])
    with pytest.raises(ValueError, match="unknown rank"):
        to_stablehlo(tf.exp, input_signature=[tf.TensorSpec(None)])
