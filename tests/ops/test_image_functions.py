"""What the functions of `tf.image` do, on images small enough to check by hand."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import wave

IMAGE = tf.constant(np.arange(12.0).reshape(2, 3, 2), tf.float32)
BATCH = tf.stack([IMAGE, IMAGE + 100])
COLOURS = tf.constant(np.abs(wave(4, 5, 3)) / 2, tf.float32)


@pytest.mark.parametrize("batched", [False, True])
def test_flips_turns_and_transposition(batched) -> None:
    image = BATCH if batched else IMAGE
    plain = image.numpy() if batched else image.numpy()[None]
    wanted = {
        tf.image.flip_left_right: plain[:, :, ::-1],
        tf.image.flip_up_down: plain[:, ::-1],
        tf.image.transpose: plain.transpose(0, 2, 1, 3),
        tf.image.rot90: np.rot90(plain, axes=(1, 2)),
    }
    for function, right in wanted.items():
        found = function(image).numpy()
        np.testing.assert_array_equal(found, right if batched else right[0])


@pytest.mark.parametrize("k", range(-1, 5))
def test_quarters_that_are_known_late(k) -> None:
    turned = tf.function(lambda n: tf.image.rot90(IMAGE, n))(tf.constant(k))
    np.testing.assert_array_equal(turned, np.rot90(IMAGE.numpy(), k))


def test_crops_and_borders() -> None:
    plain = IMAGE.numpy()
    cut = tf.image.crop_to_bounding_box(IMAGE, 0, 1, 2, 2)
    np.testing.assert_array_equal(cut, plain[:, 1:])
    wide = tf.image.pad_to_bounding_box(IMAGE, 1, 0, 4, 5)
    np.testing.assert_array_equal(wide, np.pad(plain, [(1, 1), (0, 2), (0, 0)]))
    fitted = tf.image.resize_with_crop_or_pad(BATCH, 4, 1)
    assert fitted.shape.as_list() == [2, 4, 1, 2]
    np.testing.assert_array_equal(fitted[0, 1:3], plain[:, 1:2])
    assert tf.image.central_crop(tf.ones([10, 8, 1]), 0.5).shape.as_list() == [6, 4, 1]


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (tf.image.crop_to_bounding_box, (0, 2, 2, 2)),
        (tf.image.crop_to_bounding_box, (-1, 0, 2, 2)),
        (tf.image.pad_to_bounding_box, (1, 0, 2, 3)),
        (tf.image.central_crop, (0.0,)),
        (tf.image.resize_with_crop_or_pad, (0, 3)),
        (tf.image.resize, ([2, 2, 2],)),
        (tf.image.resize, ([2, 2], "unknown")),
    ],
)
def test_what_does_not_fit_is_refused(function, arguments) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        function(IMAGE, *arguments)


def test_shapes_that_are_known_late() -> None:
    spec = tf.TensorSpec([None, None, 2], tf.float32)

    @tf.function(input_signature=[spec])
    def prepared(image):
        image = tf.image.resize_with_crop_or_pad(image, 4, 4)
        return tf.image.central_crop(tf.image.resize(image, [8, 6]), 0.5)

    assert prepared(IMAGE).shape.as_list() == [4, 4, 2]
    np.testing.assert_allclose(
        prepared(IMAGE), prepared.python_function(IMAGE), rtol=1e-6
    )


@pytest.mark.parametrize("method", ["bilinear", "bicubic", "lanczos3", "gaussian"])
@pytest.mark.parametrize("antialias", [False, True])
def test_gradient_of_resizing(method, antialias) -> None:
    weights = tf.constant(np.cos(np.arange(24.0)).reshape(3, 4, 2), tf.float32)

    def total(image):
        found = tf.image.resize(image, [3, 4], method, antialias=antialias)
        return tf.reduce_sum(found * weights)

    with tf.GradientTape() as tape:
        tape.watch(IMAGE)
        value = total(IMAGE)
    gradient = tape.gradient(value, IMAGE)
    # resizing is linear: the gradient gives back the value
    np.testing.assert_allclose(tf.reduce_sum(gradient * IMAGE), value, rtol=1e-4)


def test_colour_spaces_lead_back() -> None:
    for there, back in [
        (tf.image.rgb_to_hsv, tf.image.hsv_to_rgb),
        (tf.image.rgb_to_yiq, tf.image.yiq_to_rgb),
        (tf.image.rgb_to_yuv, tf.image.yuv_to_rgb),
    ]:
        np.testing.assert_allclose(back(there(COLOURS)), COLOURS, atol=1e-4)


def test_adjustments_that_change_nothing() -> None:
    for changed in [
        tf.image.adjust_hue(COLOURS, 1.0),
        tf.image.adjust_saturation(COLOURS, 1.0),
        tf.image.adjust_contrast(COLOURS, 1.0),
        tf.image.adjust_brightness(COLOURS, 0.0),
        tf.image.adjust_gamma(COLOURS, 1.0),
    ]:
        np.testing.assert_allclose(changed, COLOURS, atol=1e-6)


def test_integers_keep_their_type() -> None:
    image = tf.constant(np.arange(27).reshape(3, 3, 3) * 9, tf.uint8)
    for changed in [
        tf.image.adjust_brightness(image, 0.1),
        tf.image.adjust_contrast(image, 2.0),
        tf.image.adjust_saturation(image, 0.5),
        tf.image.rgb_to_grayscale(image),
    ]:
        assert changed.dtype is tf.uint8


def test_standardized_images_have_mean_zero_and_variance_one() -> None:
    found = tf.image.per_image_standardization(BATCH)
    np.testing.assert_allclose(tf.reduce_mean(found, [1, 2, 3]), [0, 0], atol=1e-5)
    np.testing.assert_allclose(
        tf.math.reduce_variance(found, [1, 2, 3]), [1, 1], rtol=1e-4
    )


def test_random_changes_follow_the_seed() -> None:
    for function, arguments in [
        (tf.image.stateless_random_flip_left_right, ()),
        (tf.image.stateless_random_brightness, (0.3,)),
        (tf.image.stateless_random_contrast, (0.5, 2.0)),
        (tf.image.stateless_random_hue, (0.3,)),
        (tf.image.stateless_random_saturation, (0.5, 2.0)),
        (tf.image.stateless_random_crop, ([2, 2, 3],)),
        (tf.image.stateless_random_jpeg_quality, (10, 90)),
    ]:
        first = function(COLOURS, *arguments, seed=[1, 2])
        np.testing.assert_array_equal(first, function(COLOURS, *arguments, seed=[1, 2]))


def test_quality_measures() -> None:
    image = tf.constant(np.abs(wave(16, 16, 1)) / 2, tf.float32)
    assert float(tf.image.psnr(image, image + 0.1, 1.0)) == pytest.approx(20, rel=1e-4)
    assert float(tf.image.ssim(image, image, 1.0)) == pytest.approx(1, rel=1e-5)
    assert float(tf.image.ssim(image, image * 0.5, 1.0)) < 0.9
    with pytest.raises(ValueError, match="not compatible"):
        tf.image.ssim(image, image[1:], 1.0)


def test_files_lead_back() -> None:
    image = tf.constant(np.arange(5 * 7 * 3).reshape(5, 7, 3) * 2, tf.uint8)
    for channels in (1, 2, 3):
        part = image[..., :channels]
        again = tf.io.decode_png(tf.io.encode_png(part))
        np.testing.assert_array_equal(again, part)
    deep = tf.cast(image, tf.uint16) * 300
    data = tf.io.encode_png(deep)
    np.testing.assert_array_equal(tf.io.decode_png(data, dtype=tf.uint16), deep)
    jpeg = tf.io.encode_jpeg(image, quality=100, chroma_downsampling=False)
    lossy = tf.cast(tf.io.decode_jpeg(jpeg), tf.int32)
    assert int(tf.reduce_max(tf.abs(lossy - tf.cast(image, tf.int32)))) < 8
    with pytest.raises(tf.errors.InvalidArgumentError, match="Unknown image file"):
        tf.io.decode_image(b"no image")


def test_windows_of_a_convolution() -> None:
    images = tf.constant(wave(2, 5, 6, 3), tf.float32)
    kernel = tf.constant(wave(2, 3, 3, 4), tf.float32)
    patches = tf.image.extract_patches(
        images, [1, 2, 3, 1], [1, 2, 1, 1], [1, 1, 1, 1], "SAME"
    )
    found = tf.tensordot(patches, tf.reshape(kernel, [-1, 4]), 1)
    wanted = tf.nn.conv2d(images, kernel, [2, 1], "SAME")
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
