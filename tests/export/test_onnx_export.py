"""Functions and models in ONNX files give the same numbers in onnxruntime."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook.export import to_onnx

onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")
layers = tf.keras.layers


def check(function, *specs, sizes=(2,), tolerance=1e-4):
    """Compares the function with its ONNX form on random inputs."""
    model = to_onnx(function, input_signature=list(specs))
    onnx.checker.check_model(model, full_check=True)
    session = runtime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    chance = np.random.default_rng(0)
    for size in sizes:
        given = [_value(chance, spec, size) for spec in specs]
        names = [item.name for item in session.get_inputs()]
        found = session.run(None, dict(zip(names, given, strict=True)))
        wanted = tf.nest.flatten(function(*map(tf.constant, given)))
        assert len(found) == len(wanted)
        for ours, theirs in zip(wanted, found, strict=True):
            assert ours.shape == theirs.shape
            assert ours.dtype == tf.as_dtype(theirs.dtype)
            np.testing.assert_allclose(theirs, ours, tolerance, tolerance)
    return model


def _value(chance, spec, size):
    dims = [size if dim is None else dim for dim in spec.shape]
    if spec.dtype.is_integer:
        return chance.integers(1, 5, dims).astype(spec.dtype.as_numpy_dtype)
    if spec.dtype is tf.bool:
        return chance.random(dims) > 0.5
    return chance.standard_normal(dims).astype(spec.dtype.as_numpy_dtype)


def _spec(*dims, dtype=tf.float32):
    return tf.TensorSpec(dims, dtype)


_UNARY = (
    "abs negative sign floor exp sin cos tan atan sinh cosh tanh sigmoid square "
    "nn.relu nn.relu6 nn.elu nn.selu nn.gelu nn.silu nn.softplus nn.softsign "
    "nn.leaky_relu nn.softmax nn.log_softmax math.erf math.erfc math.expm1 math.rint "
    "math.is_nan math.is_finite zeros_like ones_like identity nn.l2_normalize math.ceil "
    "math.asinh"
).split()


def _named(name):
    found = tf
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("name", _UNARY)
def test_functions_of_one_tensor(name) -> None:
    check(tf.function(lambda x: _named(name)(x)), _spec(None, 3), sizes=(1, 4))


@pytest.mark.parametrize("name", ["sqrt", "math.rsqrt", "math.log", "math.log1p"])
def test_functions_of_positive_numbers(name) -> None:
    check(tf.function(lambda x: _named(name)(tf.abs(x) + 0.1)), _spec(None, 3))


@pytest.mark.parametrize(
    "name",
    "add subtract multiply divide maximum minimum math.squared_difference math.floordiv "
    "math.floormod math.divide_no_nan math.atan2 less greater_equal not_equal equal".split(),
)
@pytest.mark.parametrize("dtype", [tf.float32, tf.int32])
def test_functions_of_two_tensors(name, dtype) -> None:
    if dtype is tf.int32 and name in ("math.atan2", "math.divide_no_nan", "divide"):
        pytest.skip("for floats")
    specs = _spec(None, 3, dtype=dtype), _spec(3, dtype=dtype)
    check(tf.function(lambda x, y: _named(name)(x, y - 3)), *specs)


_ARRANGING = {
    "reshape": lambda x: tf.reshape(x, [tf.shape(x)[0], -1]),
    "transpose": lambda x: tf.transpose(x, [2, 0, 1]),
    "slices": lambda x: x[:, 1:, ::-1][..., tf.newaxis, -1] + x[0, -3:, 0, tf.newaxis],
    "computed slices": lambda x: x[: tf.shape(x)[0] - 1, tf.argmax(x[0, :, 0])],
    "slice": lambda x: tf.slice(x, [0, 1, 0], [-1, 2, 3]),
    "stack": lambda x: tf.stack(tf.unstack(x, axis=1)[::2], axis=-1),
    "concat": lambda x: tf.concat([x, 2.0 * x], axis=-1),
    "split": lambda x: tf.split(x, [1, 2], axis=2) + tf.split(x, 2, axis=1),
    "gather": lambda x: tf.gather(x, [2, 0], axis=1),
    "gather_nd": lambda x: tf.gather_nd(x, [[0, 1], [1, 2]]),
    "tile": lambda x: tf.tile(x, [1, 2, 3]),
    "broadcast": lambda x: tf.broadcast_to(x[:, :1], tf.shape(x)),
    "fill": lambda x: [tf.fill(tf.shape(x), 3.0), tf.zeros([tf.size(x)])],
    "range": lambda x: tf.range(tf.shape(x)[0] * 3),
    "pad": lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 1]], constant_values=2.0),
    "mirror": lambda x: tf.pad(x, [[0, 0], [1, 2], [0, 1]], "REFLECT"),
    "one_hot": lambda x: tf.one_hot(tf.cast(x * 3, tf.int32), 4, 2.0, -1.0, axis=1),
    "cumsum": lambda x: tf.cumsum(x, 1, exclusive=True, reverse=True),
    "top_k": lambda x: tf.math.top_k(x, 2),
    "reverse": lambda x: tf.reverse(x, [-1, 0]),
    "where": lambda x: tf.where(x > 0.0, x, 0.0),
    "places": lambda x: tf.where(x > 0.0),
    "space": lambda x: tf.nn.space_to_depth(x[:, :, :2, None], 2),
    "reductions": lambda x: [
        tf.reduce_sum(x),
        tf.reduce_mean(x, [1, -1], keepdims=True),
        tf.reduce_max(x, 0),
        tf.reduce_min(x, -1),
        tf.reduce_prod(x, 1),
        tf.reduce_all(x > -1.0, 1),
        tf.reduce_any(x > 1.0, [0, 1]),
        tf.argmax(x, -1),
        tf.argmin(x, 1, output_type=tf.int32),
        tf.math.reduce_euclidean_norm(x, 1),
        tf.math.reduce_std(x, 1),
        tf.reduce_logsumexp(x, -1),
    ],
    "products": lambda x: [
        tf.matmul(x, x, transpose_b=True),
        tf.matmul(x[0], x[1], transpose_a=True),
        tf.einsum("bij,bkj->bik", x, x),
        tf.tensordot(x, tf.ones([3, 5]), 1),
    ],
    "casts": lambda x: [tf.cast(x, tf.int64), tf.cast(x > 0.0, tf.float32)],
    "clip": lambda x: tf.clip_by_value(x, -0.5, 0.5),
}


@pytest.mark.parametrize("name", _ARRANGING)
def test_arranging_and_summing(name) -> None:
    check(tf.function(_ARRANGING[name]), _spec(None, 4, 3), sizes=(2, 3))


def test_branches_loops_and_calls() -> None:
    @tf.function
    def twice(x):
        return 2.0 * x

    w = tf.Variable([1.0, 2.0, 3.0])

    @tf.function
    def program(x):
        y = twice(x) * w
        for step in tf.range(tf.shape(x)[0] + 1):
            if tf.reduce_sum(y) > 0.0:
                y = y - tf.cast(step, tf.float32) * w
            else:
                y = twice(y) + 1.0
        return {"y": y, "turns": tf.shape(x)[0]}

    model = check(program, _spec(None, 3), sizes=(1, 2, 5))
    assert [item.name for item in model.graph.output] == ["turns", "y"]


_IMAGES = {
    "conv": [layers.Conv2D(4, 3, 2, "same", activation="relu"), layers.Conv2D(3, 2)],
    "dilated": [layers.Conv2D(4, 3, dilation_rate=2, padding="same", groups=2)],
    "depthwise": [
        layers.DepthwiseConv2D(3, 2, "same", 2),
        layers.SeparableConv2D(3, 3),
    ],
    "transposed": [
        layers.Conv2DTranspose(4, 3, 2, "same"),
        layers.Conv2DTranspose(3, 2, 3, "valid"),
    ],
    "pooled": [
        layers.MaxPooling2D(3, 2, "same"),
        layers.AveragePooling2D(3, 1, "same"),
        layers.GlobalAveragePooling2D(),
    ],
    "normalised": [
        layers.BatchNormalization(),
        layers.LayerNormalization(),
        layers.GroupNormalization(2),
    ],
    "resized": [
        layers.UpSampling2D(2, interpolation="bilinear"),
        layers.UpSampling2D(2),
        layers.ZeroPadding2D(1),
        layers.Cropping2D(2),
        layers.Flatten(),
        layers.Dense(3, "softmax"),
    ],
}


@pytest.mark.parametrize("name", _IMAGES)
def test_image_models(name) -> None:
    model = tf.keras.Sequential([tf.keras.Input((8, 8, 4)), *_IMAGES[name]])
    check(tf.function(lambda x: model(x, training=False)), _spec(None, 8, 8, 4))


_SEQUENCES = {
    "lstm": [layers.LSTM(4, return_sequences=True), layers.LSTM(3)],
    "gru": [layers.Bidirectional(layers.GRU(4, return_sequences=True))],
    "gru before": [layers.GRU(4, reset_after=False, go_backwards=True)],
    "rnn": [layers.SimpleRNN(4, unroll=True)],
    "conv": [layers.Conv1D(4, 3, padding="causal"), layers.GlobalMaxPooling1D()],
}


@pytest.mark.parametrize("name", _SEQUENCES)
def test_sequence_models(name) -> None:
    model = tf.keras.Sequential([tf.keras.Input((5, 3)), *_SEQUENCES[name]])
    check(tf.function(lambda x: model(x, training=False)), _spec(None, 5, 3))


def test_attention_over_embedded_tokens() -> None:
    tokens = tf.keras.Input((6,), dtype="int32")
    x = layers.Embedding(10, 8)(tokens)
    x = layers.MultiHeadAttention(2, 4)(x, x, use_causal_mask=True)
    x = layers.LayerNormalization()(x)
    model = tf.keras.Model(tokens, layers.Dense(3)(x[:, -1]))
    check(tf.function(lambda x: model(x)), _spec(None, 6, dtype=tf.int32))


@pytest.mark.parametrize("kind", [layers.LSTM, layers.GRU, layers.SimpleRNN])
def test_sequences_with_a_mask(kind) -> None:
    tokens = tf.keras.Input((6,), dtype="int32")
    x = layers.Embedding(10, 4, mask_zero=True)(tokens)
    x = layers.Bidirectional(kind(3, return_sequences=True))(x)
    model = tf.keras.Model(tokens, kind(2)(x))
    check(tf.function(lambda x: model(x)), _spec(None, 6, dtype=tf.int32))


def test_loops_that_fill_lists() -> None:
    def program(x):
        squares = tf.map_fn(lambda row: row * row + tf.reduce_sum(x), x)
        return squares, tf.scan(lambda total, row: total + row, x)

    check(tf.function(program), _spec(None, 3), sizes=(2, 5))


def test_lists_written_in_any_order_are_refused() -> None:
    def program(x):
        array = tf.TensorArray(tf.float32, 3)
        for place in tf.range(3):
            array = array.write(2 - place, x[place])
        return array.stack()

    with pytest.raises(NotImplementedError, match="one after the other"):
        to_onnx(tf.function(program), input_signature=[_spec(3, 2)])


def test_a_saved_model_and_a_keras_model(tmp_path) -> None:
    model = tf.keras.Sequential([tf.keras.Input((3,)), layers.Dense(2)])
    model.export(tmp_path / "served", verbose=False)
    first = to_onnx(tf.saved_model.load(tmp_path / "served"), tmp_path / "a.onnx")
    second = to_onnx(model, tmp_path / "b.onnx")
    model.export(tmp_path / "c.onnx", format="onnx", verbose=False)
    third = onnx.load(tmp_path / "c.onnx")
    for made in (first, second, third):
        session = runtime.InferenceSession(made.SerializeToString())
        x = np.ones((4, 3), np.float32)
        (found,) = session.run(None, {session.get_inputs()[0].name: x})
        np.testing.assert_allclose(found, model(x), rtol=1e-5)
    assert onnx.load(tmp_path / "a.onnx") == first


def test_what_onnx_lacks_is_named_all_at_once() -> None:
    def program(x):
        y = tf.linalg.inv(x) + tf.linalg.cholesky(x)
        return tf.gather(y, [[0]] * 2, batch_dims=1, axis=1), tf.strings.as_string(x)

    with pytest.raises(NotImplementedError) as raised:
        to_onnx(program, input_signature=[_spec(2, 2)])
    for name in ("AsString", "Cholesky", "GatherV2 with batch_dims", "MatrixInverse"):
        assert name in str(raised.value)


def test_a_function_that_changes_variables_is_refused() -> None:
    counter = tf.Variable(0.0)
    with pytest.raises(NotImplementedError, match="AssignAddVariableOp"):
        to_onnx(lambda x: x + counter.assign_add(1.0), input_signature=[_spec()])


def test_unknown_arguments_are_an_error() -> None:
    with pytest.raises(ValueError, match="input_signature"):
        to_onnx(tf.Module())
