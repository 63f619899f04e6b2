"""Every layer through one driver: shapes, configurations, graphs and gradients."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

K = keras.layers
SEQUENCE, IMAGE, VOLUME = (2, 6, 3), (2, 7, 6, 3), (2, 4, 4, 5, 2)
CASES = [
    (lambda: K.ActivityRegularization(0.1), (2, 3)),
    (lambda: K.AdaptiveAveragePooling1D(3), SEQUENCE),
    (lambda: K.AdaptiveAveragePooling2D((2, 3)), IMAGE),
    (lambda: K.AdaptiveMaxPooling2D(2), IMAGE),
    (lambda: K.AdaptiveMaxPooling3D(2), VOLUME),
    (lambda: K.AlphaDropout(0.3), (2, 3)),
    (lambda: K.Bidirectional(K.LSTM(4)), SEQUENCE),
    (lambda: K.Bidirectional(K.GRU(4, return_sequences=True), "sum"), SEQUENCE),
    (lambda: K.CenterCrop(3, 4), IMAGE),
    (lambda: K.Conv1DTranspose(2, 3, strides=2, padding="same"), SEQUENCE),
    (lambda: K.Conv2DTranspose(2, 3, strides=2), IMAGE),
    (lambda: K.Conv2DTranspose(2, 3, strides=2, output_padding=1), IMAGE),
    (lambda: K.Conv3DTranspose(2, 2, strides=2), VOLUME),
    (lambda: K.ConvLSTM1D(2, 2), (2, 3, 5, 2)),
    (lambda: K.ConvLSTM2D(2, 2, return_sequences=True), (2, 3, 5, 4, 2)),
    (lambda: K.Cropping1D((1, 2)), SEQUENCE),
    (lambda: K.Cropping2D(((1, 2), (0, 1))), IMAGE),
    (lambda: K.Cropping3D(1), VOLUME),
    (lambda: K.DepthwiseConv1D(2, depth_multiplier=2), SEQUENCE),
    (lambda: K.DepthwiseConv2D(3, padding="same"), IMAGE),
    (lambda: K.EinsumDense("abc,cd->abd", (None, 5), bias_axes="d"), SEQUENCE),
    (lambda: K.GRU(4, reset_after=False, return_sequences=True), SEQUENCE),
    (lambda: K.GaussianDropout(0.3), (2, 3)),
    (lambda: K.GaussianNoise(0.3), (2, 3)),
    (lambda: K.GroupNormalization(groups=3), IMAGE),
    (lambda: K.Identity(), (2, 3)),
    (lambda: K.LSTM(4, go_backwards=True), SEQUENCE),
    (lambda: K.Masking(), SEQUENCE),
    (lambda: K.Normalization(mean=1.0, variance=4.0), (2, 3)),
    (lambda: K.PReLU(shared_axes=[1]), SEQUENCE),
    (lambda: K.Permute((2, 1)), SEQUENCE),
    (lambda: K.RMSNormalization(), (2, 3)),
    (lambda: K.RNN([K.GRUCell(2), K.LSTMCell(3)]), SEQUENCE),
    (lambda: K.RepeatVector(3), (2, 3)),
    (lambda: K.Rescaling(2.0, 1.0), (2, 3)),
    (lambda: K.SeparableConv1D(4, 2, padding="causal"), SEQUENCE),
    (lambda: K.SeparableConv2D(4, 3, strides=2), IMAGE),
    (lambda: K.SimpleRNN(4), SEQUENCE),
    (lambda: K.SpatialDropout1D(0.5), SEQUENCE),
    (lambda: K.SpatialDropout2D(0.5), IMAGE),
    (lambda: K.SpectralNormalization(K.Dense(4)), (2, 3)),
    (lambda: K.TimeDistributed(K.Dense(4)), SEQUENCE),
    (lambda: K.UnitNormalization(), (2, 3)),
    (lambda: K.UpSampling1D(2), SEQUENCE),
    (lambda: K.UpSampling2D((2, 3)), IMAGE),
    (lambda: K.UpSampling3D(2), VOLUME),
    (lambda: K.ZeroPadding1D(2), SEQUENCE),
    (lambda: K.ZeroPadding2D(((1, 2), (0, 1))), IMAGE),
    (lambda: K.ZeroPadding3D(1), VOLUME),
]


def _name(value: object) -> str:
    return type(value()).__name__ if callable(value) else ""


@pytest.mark.parametrize(("make", "shape"), CASES, ids=_name)
def test_layer(make, shape: tuple) -> None:
    x = tf.constant(np.random.default_rng(0).normal(size=shape).astype("float32"))
    layer = make()
    drawn = layer(keras.Input(shape[1:]))
    values = layer(x)
    assert drawn.shape[1:] == tuple(values.shape)[1:]
    assert tuple(layer.compute_output_shape(shape)) == tuple(values.shape)
    traced = tf.function(lambda v: layer(v), autograph=False)
    np.testing.assert_allclose(traced(x), values, rtol=1e-5, atol=1e-6)
    copy = type(layer).from_config(layer.get_config())
    copy(keras.Input(shape[1:]))
    copy.set_weights(layer.get_weights())
    np.testing.assert_allclose(copy(x), values, rtol=1e-5, atol=1e-6)
    assert copy.get_config() == layer.get_config()
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum(layer(x) ** 2)
    gradients = tape.gradient(loss, [x, *layer.trainable_weights])
    assert all(gradient is not None for gradient in gradients)


IMAGE_LAYERS = [
    lambda: K.AutoContrast(value_range=(0.0, 1.0)),
    lambda: K.Equalization(value_range=(0, 1)),
    lambda: K.RandomBrightness(0.2, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomColorDegeneration(0.5, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomColorJitter((0.0, 1.0), 0.1, 0.1, 0.1, 0.1, seed=1),
    lambda: K.RandomContrast(0.5, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomErasing(seed=1, value_range=(0.0, 1.0)),
    lambda: K.RandomFlip(seed=1),
    lambda: K.RandomGaussianBlur(seed=1, value_range=(0.0, 1.0)),
    lambda: K.RandomGrayscale(0.9, seed=1),
    lambda: K.RandomHue(0.3, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomInvert(value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomPerspective(seed=1),
    lambda: K.RandomPosterization(4, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomRotation(0.2, seed=1),
    lambda: K.RandomSaturation(0.5, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomSharpness(0.5, value_range=(0.0, 1.0), seed=1),
    lambda: K.RandomShear(0.3, 0.3, seed=1),
    lambda: K.RandomTranslation(0.2, 0.2, seed=1),
    lambda: K.RandomZoom(0.3, seed=1),
    lambda: K.Solarization(0.2, 0.2, value_range=(0.0, 1.0), seed=1),
]


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
