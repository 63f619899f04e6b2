"""Tests of numbers of few bits, of layers that hold them, of thin matrices."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

quantizers = keras.quantizers
policies = keras.dtype_policies
RNG = np.random.default_rng(0)
KERNEL = RNG.standard_normal((4, 3)).astype("float32")
BIAS = RNG.standard_normal(3).astype("float32")
INPUTS = RNG.standard_normal((2, 4)).astype("float32")


def _dense(**options) -> keras.layers.Dense:
    layer = keras.layers.Dense(3, **options)
    layer.build((None, 4))
    layer.set_weights([KERNEL, BIAS])
    return layer


def _einsum() -> keras.layers.EinsumDense:
    layer = keras.layers.EinsumDense("ab,bc->ac", output_shape=(3,), bias_axes="c")
    layer.build((None, 4))
    layer.set_weights([KERNEL, BIAS])
    return layer


def test_rounding_by_the_greatest_magnitude() -> None:
    x = [[1.0, -2.0, 0.5], [3.0, 0.25, -0.1]]
    steps, scale = quantizers.abs_max_quantize(x, axis=0)
    assert steps.numpy().tolist() == [[42, -127, 127], [127, 16, -25]]
    np.testing.assert_allclose(scale[0], [42.333332, 63.5, 253.99994], rtol=1e-6)
    values = np.arange(15).reshape(5, 3).astype("float32")
    found = quantizers.abs_max_quantize_grouped_with_zero_point(values, 2)
    assert found[0].numpy()[:2].tolist() == [[-8, -3, 2], [7, 7, 7]]
    np.testing.assert_allclose(found[1][2], [0.8, 0.8666667, 0.9333333], rtol=1e-5)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("dtype", ["int8", "uint8"])
def test_packing_there_and_back(axis: int, dtype: str) -> None:
    low, high = (-8, 8) if dtype == "int8" else (0, 16)
    values = RNG.integers(low, high, (5, 3)).astype(dtype)
    packed, shape, length = quantizers.pack_int4(values, axis=axis, dtype=dtype)
    assert tuple(packed.shape) == tuple(shape)
    assert shape[axis] == (length + 1) // 2
    back = quantizers.unpack_int4(packed, length, axis=axis, dtype=dtype)
    np.testing.assert_array_equal(back, values)


def test_eight_bit_floats() -> None:
    scale = quantizers.compute_float8_scale(4.0, 1.0, 448.0)
    assert float(scale) == pytest.approx(4 / 448)
    history = quantizers.compute_float8_amax_history([-3.0, 1.0], [1.0, 2.0, 3.0])
    assert history.numpy().tolist() == [3.0, 3.0, 1.0]
    found = quantizers.quantize_and_dequantize(
        [1.0, 0.5], 0.01, "float8_e4m3fn", "float32"
    )
    np.testing.assert_allclose(found, [0.96, 0.48], rtol=1e-5)


def test_fake_quantization_along_an_axis() -> None:
    x = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -0.1]], "float32")
    fake = quantizers.fake_quant_with_min_max_vars
    np.testing.assert_allclose(fake(x, -1.0, 2.0)[0], [1, -1, 0.505882], rtol=1e-5)
    along = fake(x, [-1.0, -2.0], [1.0, 2.0], axis=0)
    np.testing.assert_allclose(along[1], [2.007843, 0.25098, -0.094118], rtol=1e-4)


def test_quantizers_by_name_and_description() -> None:
    made = quantizers.get("abs_max_quantizer", axis=0)
    again = quantizers.deserialize(quantizers.serialize(made))
    assert again.get_config() == made.get_config()
    assert quantizers.get(None) is None
    with pytest.raises(ValueError, match="identifier"):
        quantizers.get("round")


@pytest.mark.parametrize(
    ("name", "kind", "mode"),
    [
        ("int8_from_float32", "QuantizedDTypePolicy", "int8"),
        ("int4/128_from_mixed_bfloat16", "Int4DTypePolicy", "int4"),
        ("gptq/4/128_from_float32", "GPTQDTypePolicy", "gptq"),
        ("awq/4/128_from_float32", "AWQDTypePolicy", "awq"),
        ("float8_from_bfloat16", "QuantizedFloat8DTypePolicy", "float8"),
    ],
)
def test_policies_by_name(name: str, kind: str, mode: str) -> None:
    policy = policies.get(name)
    assert (type(policy).__name__, policy.name) == (kind, name)
    assert policy.quantization_mode == mode
    assert policies.deserialize(policies.serialize(policy)) == policy


@pytest.mark.parametrize(
    "wrong",
    ["int9_from_float32", "int8_from_float16", "gptq_from_float32", "int8_from_x"],
)
def test_policies_that_make_no_sense(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"mode|float16|policy"):
        policies.get(wrong)


def test_maps_of_policies() -> None:
    found = policies.DTypePolicyMap()
    found["block/dense"] = policies.DTypePolicy("bfloat16")
    assert found["block/dense"].name == "bfloat16"
    assert found["block/dense_1"].name == "float32"
    assert found["other"].name == "float32"
    with pytest.raises(ValueError, match="already"):
        found["block/dense"] = policies.DTypePolicy("float32")
    again = policies.DTypePolicyMap.from_config(found.get_config())
    assert dict(again) == dict(found)


@pytest.mark.parametrize("make", [_dense, _einsum])
@pytest.mark.parametrize("mode", ["int8", "int4"])
def test_quantized_layers_compute_nearly_the_same(make, mode: str) -> None:
    layer = make()
    wanted = layer(INPUTS)
    layer.quantize(mode)
    assert layer.quantization_mode == mode
    atol = 0.05 if mode == "int8" else 0.5
    np.testing.assert_allclose(layer(INPUTS), wanted, atol=atol)
    assert np.abs(layer(INPUTS) - wanted).max() > 0
    again = type(layer).from_config(layer.get_config())
    again.build((None, 4))
    store: dict[str, np.ndarray] = {}
    layer.save_own_variables(store)
    again.load_own_variables(store)
    np.testing.assert_allclose(again(INPUTS), layer(INPUTS), rtol=1e-6)
    with pytest.raises(ValueError, match="already"):
        layer.quantize(mode)


@pytest.mark.parametrize("mode", ["int8", "int4"])
def test_quantized_tables(mode: str) -> None:
    layer = keras.layers.Embedding(4, 3)
    wanted = layer(np.array([[1, 2, 3]])).numpy()
    layer.quantize(mode)
    np.testing.assert_allclose(layer(np.array([[1, 2, 3]])), wanted, atol=0.01)


def test_what_cannot_be_quantized() -> None:
    with pytest.raises(ValueError, match="not built"):
        keras.layers.Dense(3).quantize("int8")
    with pytest.raises(ValueError, match="mode"):
        _dense().quantize("int2")
    with pytest.raises(NotImplementedError, match="ReLU"):
        keras.layers.ReLU().quantize("int8")
    with pytest.raises(NotImplementedError, match="float8"):
        _dense().quantize("float8")


def test_quantized_models_are_saved(tmp_path) -> None:
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(3, "relu"), keras.layers.Dense(2)]
    )
    wanted = model.predict(INPUTS, verbose=0)
    model.quantize("int8", filters=lambda layer: layer is model.layers[0])
    assert model.layers[0].quantization_mode == "int8"
    assert model.layers[1].quantization_mode is None
    found = model.predict(INPUTS, verbose=0)
    np.testing.assert_allclose(found, wanted, atol=0.05)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert again.layers[0].quantization_mode == "int8"
    np.testing.assert_allclose(again.predict(INPUTS, verbose=0), found, rtol=1e-6)


def test_thin_matrices_learn_and_merge() -> None:
    layer = _dense()
    wanted = layer(INPUTS).numpy()
    layer.enable_lora(2, lora_alpha=4)
    np.testing.assert_allclose(layer(INPUTS), wanted, rtol=1e-6)
    names = [weight.name for weight in layer.trainable_weights]
    assert names == ["bias", "lora_kernel_a", "lora_kernel_b"]
    layer.lora_kernel_b.assign(tf.ones((2, 3)))
    changed = layer(INPUTS).numpy()
    assert np.abs(changed - wanted).max() > 0.1
    store: dict[str, np.ndarray] = {}
    layer.save_own_variables(store)
    plain = _dense()
    plain.load_own_variables(store)
    np.testing.assert_allclose(plain(INPUTS), changed, rtol=1e-5)
    with pytest.raises(ValueError, match="already"):
        layer.enable_lora(2)


@pytest.mark.parametrize(
    "layer",
    [
        keras.layers.Dense(3, lora_rank=1),
        keras.layers.Conv2D(2, 2, lora_rank=2, lora_alpha=1),
        keras.layers.Embedding(5, 3, lora_rank=2),
    ],
    ids=lambda layer: layer.name,
)
def test_thin_matrices_by_argument(layer: keras.layers.Layer) -> None:
    shapes = {"dense": (2, 4), "conv2d": (1, 4, 4, 2), "embedding": (2, 3)}
    kind = type(layer).__name__.lower()
    x = np.ones(shapes[kind], "int32" if kind == "embedding" else "float32")
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(x) ** 2)
    thin = [weight for weight in layer.trainable_weights if "lora" in weight.name]
    assert len(thin) == 2
    assert all(g is not None for g in tape.gradient(loss, thin))
    assert layer.get_config()["lora_rank"] == layer.lora_rank


def test_thin_matrices_need_a_built_layer_without_constraint() -> None:
    with pytest.raises(ValueError, match="built"):
        keras.layers.Dense(3).enable_lora(2)
    with pytest.raises(ValueError, match="constraint"):
        _dense(kernel_constraint="non_neg").enable_lora(2)
    with pytest.raises(ValueError, match="lora_rank"):
        keras.layers.Dense(3, lora_rank=0)


def test_configurations_check_their_numbers() -> None:
    made = quantizers.Int4QuantizationConfig(block_size=2)
    assert made.mode == "int4"
    again = quantizers.Int4QuantizationConfig.from_config(made.get_config())
    assert again.block_size == 2
    assert quantizers.GPTQConfig(None, None).dtype_policy_string() == "gptq/4/128"
    with pytest.raises(ValueError, match="weight_bits"):
        quantizers.AWQConfig(None, None, weight_bits=8)
    with pytest.raises(ValueError, match="block_size"):
        quantizers.Int4QuantizationConfig(block_size=0)
    layer = _dense()
    layer.quantize(config=made)
    assert layer.dtype_policy.name == "int4/2_from_float32"
    assert layer.kernel_scale.shape == (2, 3)
