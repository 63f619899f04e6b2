"""Every layer through one driver: shapes, dtypes, masks, files, graphs and training."""

import inspect

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras
from tests.keras.layers.layer_samples import ELSEWHERE, FLOATS, IMAGE_LAYERS, VALUES

K = keras.layers
_POLICIES = ("mixed_float16", "mixed_bfloat16")


def _name(value: object) -> str:
    return type(value()).__name__ if callable(value) else ""


def _floats(shape: object) -> object:
    if isinstance(shape, list):
        return [_floats(part) for part in shape]
    return tf.constant(np.random.default_rng(0).normal(size=shape).astype("float32"))


def _drawn(inputs: object) -> object:
    if isinstance(inputs, list):
        return [_drawn(part) for part in inputs]
    array = np.asarray(inputs)
    dtype = "string" if array.dtype.kind in "US" else array.dtype.name
    return keras.Input(array.shape[1:], dtype=dtype)


def _shapes(inputs: object) -> object:
    if isinstance(inputs, list):
        return [_shapes(part) for part in inputs]
    return tuple(np.shape(inputs))


def _called(layer: K.Layer, inputs: object, **options: object) -> object:
    """Cells and attention take several arguments, merging layers one list."""
    if isinstance(layer, K.GRUCell | K.MultiHeadAttention | K.GroupQueryAttention):
        return layer(*inputs, **options)
    return layer(inputs, **options)


def _first(outputs: object) -> object:
    return outputs[0] if isinstance(outputs, list | tuple) else outputs


def _near(found: object, wanted: object, tolerance: float = 1e-5) -> None:
    found, wanted = np.asarray(_first(found)), np.asarray(_first(wanted))
    if wanted.dtype.kind not in "fiub":
        np.testing.assert_array_equal(found, wanted)
        return
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance)


def _check_shapes(layer: K.Layer, drawn: object, inputs: object) -> object:
    symbolic = _first(_called(layer, drawn))
    values = _called(layer, inputs)
    first = _first(values)
    known = zip(symbolic.shape[1:], first.shape[1:], strict=True)
    assert all(dim in (None, size) for dim, size in known)
    assert symbolic.dtype == first.dtype.name
    if not isinstance(layer, K.GRUCell | K.MultiHeadAttention | K.GroupQueryAttention):
        told = layer.compute_output_shape(_shapes(inputs))
        told = told[0] if isinstance(told, list) else told
        sizes = zip(told, first.shape, strict=True)
        assert all(dim in (None, size) for dim, size in sizes)
    return values


def _settings(config: object) -> object:
    """A configuration without the shapes that inner layers were built for."""
    if not isinstance(config, dict):
        return config
    return {k: _settings(v) for k, v in config.items() if k != "build_config"}


def _check_copies(
    layer: K.Layer, inputs: object, values: object, folder: object
) -> None:
    """A layer comes back from its configuration, and from a model in a file."""
    copy = type(layer).from_config(layer.get_config())
    assert _settings(copy.get_config()) == _settings(layer.get_config())
    _called(copy, _drawn(inputs))
    copy.set_weights(layer.get_weights())
    _near(_called(copy, inputs), values)
    drawn = _drawn(inputs)
    model = keras.Model(drawn, _called(layer, drawn))
    model.save(folder / "m.keras")
    loaded = keras.models.load_model(folder / "m.keras")
    _near(loaded(inputs), values)


def _check_graph(layer: K.Layer, inputs: object, values: object) -> None:
    parts = inputs if isinstance(inputs, list) else [inputs]

    def call(*given: object) -> object:
        return _called(layer, list(given) if isinstance(inputs, list) else given[0])

    _near(tf.function(call, autograph=False)(*parts), values)


@pytest.mark.parametrize(("make", "shape"), FLOATS, ids=_name)
def test_layer(make, shape: object, tmp_path) -> None:
    inputs = _floats(shape)
    layer = make()
    values = _check_shapes(layer, _drawn(inputs), inputs)
    _check_graph(layer, inputs, values)
    _check_copies(layer, inputs, values, tmp_path)
    parts = inputs if isinstance(inputs, list) else [inputs]
    with tf.GradientTape() as tape:
        tape.watch(parts)
        loss = tf.reduce_sum(_first(_called(layer, inputs)) ** 2)
    gradients = tape.gradient(loss, [*parts, *layer.trainable_weights])
    if not isinstance(layer, K.MultiHeadAttention | K.GroupQueryAttention):
        assert all(gradient is not None for gradient in gradients)


@pytest.mark.parametrize(("make", "inputs"), VALUES, ids=_name)
def test_layer_of_values(make, inputs: object, tmp_path) -> None:
    layer = make()
    values = _check_shapes(layer, _drawn(inputs), inputs)
    tensors = (
        [tf.constant(part) for part in inputs]
        if isinstance(inputs, list)
        else tf.constant(inputs)
    )
    _check_graph(layer, tensors, values)
    _check_copies(layer, inputs, values, tmp_path)


_TRAINED = [pair for pair in FLOATS if not isinstance(pair[1], list)]


@pytest.mark.parametrize(("make", "shape"), _TRAINED, ids=_name)
def test_training_reduces_a_loss(make, shape: tuple) -> None:
    layer = make()
    inputs = _floats(shape)
    wanted = tf.zeros_like(_first(layer(inputs))) + 0.3
    if not layer.trainable_weights:
        pytest.skip("there is nothing to train")
    before = [weight.numpy() for weight in layer.non_trainable_weights]

    def loss() -> tf.Tensor:
        return tf.reduce_mean((_first(layer(inputs, training=True)) - wanted) ** 2)

    optimizer = keras.optimizers.Adam(0.01)
    losses = []
    for _ in range(12):
        with tf.GradientTape() as tape:
            losses.append(loss())
        gradients = tape.gradient(losses[-1], layer.trainable_weights)
        optimizer.apply_gradients(zip(gradients, layer.trainable_weights, strict=True))
    assert float(losses[-1]) < float(losses[0])
    if isinstance(layer, K.BatchNormalization):
        after = layer.non_trainable_weights
        assert not all(np.allclose(a, b) for a, b in zip(after, before, strict=True))


@pytest.mark.parametrize("policy", _POLICIES)
@pytest.mark.parametrize(("make", "shape"), FLOATS, ids=_name)
def test_mixed_precision(make, shape: object, policy: str) -> None:
    inputs = _floats(shape)
    plain = make()
    values = _first(_called(plain, inputs))
    config = {**plain.get_config(), "dtype": policy}
    inner = config.get("layer") or config.get("cell")
    if isinstance(inner, dict):
        pytest.skip("the inner layer has a policy of its own")
    layer = type(plain).from_config(config)
    _called(layer, _drawn(inputs))
    layer.set_weights(plain.get_weights())
    found = _first(_called(layer, inputs))
    assert found.dtype.name == policy.removeprefix("mixed_")
    assert all(weight.dtype == "float32" for weight in layer.trainable_weights)
    _near(tf.cast(found, "float32"), values, 0.1)


def test_masks_go_through_layers_and_reach_losses() -> None:
    tokens = keras.Input((4,), dtype="int32")
    embedded = K.Embedding(5, 3, mask_zero=True)(tokens)
    for make, kept in (
        (lambda: K.Dropout(0.5), True),
        (lambda: K.Dense(2), True),
        (lambda: K.LSTM(2, return_sequences=True), True),
        (lambda: K.LSTM(2), False),
        (lambda: K.TimeDistributed(K.Dense(2)), True),
        (lambda: K.GlobalAveragePooling1D(), False),
        (lambda: K.Bidirectional(K.GRU(2, return_sequences=True)), True),
        (lambda: K.LayerNormalization(), True),
    ):
        layer = make()
        assert layer.supports_masking
        model = keras.Model(tokens, layer(embedded))
        short = model(np.array([[1, 2, 0, 0]]))
        mask = getattr(short, "_keras_mask", None)
        assert (mask is not None) == kept, layer.name
        if kept:
            assert np.asarray(mask).tolist() == [[True, True, False, False]]


def test_masked_steps_do_not_count() -> None:
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    x[:, 3:] = 0.0
    for layer in (K.LSTM(4), K.GRU(4), K.SimpleRNN(4), K.GlobalAveragePooling1D()):
        padded = layer(K.Masking()(x))
        _near(padded, layer(x[:, :3]))


@pytest.mark.parametrize("make", IMAGE_LAYERS, ids=_name)
def test_image_layer(make) -> None:
    images = tf.constant(np.random.default_rng(0).random((3, 8, 7, 3), "float32"))
    layer = make()
    changed = layer(images, training=True)
    assert changed.shape == images.shape
    assert np.isfinite(changed.numpy()).all()
    again = type(layer).from_config(layer.get_config())(images, training=True)
    np.testing.assert_allclose(again, changed, atol=1e-5)
    np.testing.assert_allclose(layer(images, training=False), images)


def test_channels_first_images_are_changed_like_others() -> None:
    images = np.random.default_rng(0).random((2, 6, 5, 3)).astype("float32")
    last = K.RandomFlip(seed=3)(images, training=True).numpy()
    first = K.RandomFlip(seed=3, data_format="channels_first")(
        images.transpose(0, 3, 1, 2), training=True
    )
    np.testing.assert_allclose(first.numpy().transpose(0, 2, 3, 1), last)


def test_every_public_layer_has_a_sample() -> None:
    made = [make() for make, _ in [*FLOATS, *VALUES]] + [
        make() for make in IMAGE_LAYERS
    ]
    sampled = {type(layer) for layer in made}
    for layer in made:  # those that samples hold
        for name in ("cell", "layer", "forward_layer"):
            sampled.add(type(getattr(layer, name, layer)))
        inner = getattr(getattr(layer, "cell", None), "cells", ())
        sampled.update(map(type, inner))
    public = {
        name: kind
        for name, kind in vars(K).items()
        if inspect.isclass(kind) and issubclass(kind, K.Layer)
    }
    missing = {
        name
        for name, kind in public.items()
        if kind not in sampled and kind.__name__ not in ELSEWHERE
    }
    assert not missing, f"write samples for {sorted(missing)}"
    assert {kind.__name__ for kind in public.values()} >= set(ELSEWHERE)
