"""SavedModels: what is saved comes back, and runs."""

import numpy as np
import pytest

import tensorbrook as tf


class Affine(tf.Module):
    """A module with control flow, effects, nested variables and captured constants."""

    def __init__(self) -> None:
        super().__init__()
        self.w = tf.Variable(np.arange(6, dtype=np.float32).reshape(3, 2), name="w")
        self.parts = [tf.Variable([1.0, 2.0]), {"text": tf.Variable("words")}]
        self.calls = tf.Variable(0, trainable=False)
        self.table = tf.constant(np.linspace(0, 1, 200, dtype=np.float32))

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, x):
        self.calls.assign_add(1)
        y = tf.matmul(x, self.w) + self.parts[0]
        if tf.reduce_sum(y) > 0.0:
            y = y * 2.0
        step = 0.0
        while step < 3.0:
            y = y + step
            step += 1.0
        return y + tf.reduce_sum(self.table)

    @tf.function
    def scaled(self, a, negate=False, *, by=3):
        return {"scaled": a * by, "sign": [-a if negate else a]}


@pytest.fixture
def folder(tmp_path):
    module = Affine()
    module.scaled(tf.constant([1.0, 2.0]))
    module.scaled(tf.constant([1.0, 2.0]), negate=True, by=2)
    tf.saved_model.save(module, tmp_path / "model")
    return tmp_path / "model"


X = np.array([[1.0, 0.0, -1.0], [0.5, 2.0, 1.0]], np.float32)


def test_functions_and_variables_come_back(folder) -> None:
    module, loaded = Affine(), tf.saved_model.load(folder)
    np.testing.assert_array_equal(loaded(X).numpy(), module(X).numpy())
    assert int(loaded.calls) == 1
    assert loaded.parts[1]["text"].numpy() == b"words"
    assert len(loaded.variables) == 4
    assert len(loaded.trainable_variables) == 2 + 1  # the text is trainable, too
    module.w.assign(module.w * 0.0)
    loaded.w.assign(loaded.w * 0.0)
    np.testing.assert_array_equal(loaded(X).numpy(), module(X).numpy())


def test_traces_are_chosen_by_arguments(folder) -> None:
    loaded = tf.saved_model.load(folder)
    plain = loaded.scaled(tf.constant([1.0, 2.0]))
    assert plain["scaled"].numpy().tolist() == [3.0, 6.0]
    other = loaded.scaled(np.float32([1.0, 2.0]), negate=True, by=2)
    assert other["sign"][0].numpy().tolist() == [-1.0, -2.0]
    with pytest.raises(ValueError, match="Could not find matching concrete function"):
        loaded.scaled(tf.constant([1.0]))


def test_loaded_functions_take_lists_for_tensors(tmp_path) -> None:
    class Words(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
        def lengths(self, words):
            return {"length": tf.strings.length(words)}

        @tf.function(input_signature=[[tf.TensorSpec([2]), tf.TensorSpec([])]])
        def pair(self, both):
            return both[0] * both[1]

    tf.saved_model.save(Words(), tmp_path / "model")
    loaded = tf.saved_model.load(tmp_path / "model")
    assert loaded.lengths(["a", "bcd"])["length"].numpy().tolist() == [1, 3]
    assert loaded.pair([[1.0, 2.0], 3.0]).numpy().tolist() == [3.0, 6.0]
    with pytest.raises(ValueError, match="matching concrete function"):
        loaded.pair([[1.0, 2.0]])


def test_gradients_go_through_loaded_functions(folder) -> None:
    module, loaded = Affine(), tf.saved_model.load(folder)

    def gradients(thing):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(thing(X) ** 2)
        return tape.gradient(loss, [thing.w, thing.parts[0]])

    for one, two in zip(gradients(module), gradients(loaded), strict=True):
        np.testing.assert_allclose(one.numpy(), two.numpy(), rtol=1e-6)


def test_signatures(folder) -> None:
    loaded = tf.saved_model.load(folder)
    assert list(loaded.signatures) == ["serving_default"]
    found = loaded.signatures["serving_default"](x=tf.constant(X))
    np.testing.assert_array_equal(found["output_0"].numpy(), Affine()(X).numpy())


def test_loaded_models_can_be_saved_again(folder, tmp_path) -> None:
    loaded = tf.saved_model.load(folder)
    tf.saved_model.save(loaded, tmp_path / "again")
    again = tf.saved_model.load(tmp_path / "again")
    np.testing.assert_array_equal(again(X).numpy(), loaded(X).numpy())


def test_named_signatures(tmp_path) -> None:
    class Two(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([], tf.int32, "a")])
        def one(self, a):
            return {"one": a + 1}

        @tf.function(input_signature=[tf.TensorSpec([], tf.int32, "b")])
        def two(self, b):
            return b + 2, b + 3

    module = Two()
    tf.saved_model.save(module, tmp_path / "plain")
    assert not tf.saved_model.load(tmp_path / "plain").signatures
    given = {"one": module.one, "two": module.two.get_concrete_function()}
    tf.saved_model.save(module, tmp_path / "model", given)
    loaded = tf.saved_model.load(tmp_path / "model")
    assert loaded.signatures["one"](a=tf.constant(1))["one"].numpy() == 2
    found = loaded.signatures["two"](b=tf.constant(1))
    assert {k: int(v) for k, v in found.items()} == {"output_0": 3, "output_1": 4}


def test_keras_models(tmp_path) -> None:
    model = tf.keras.Sequential(
        [
            tf.keras.Input((3,)),
            tf.keras.layers.Dense(4, activation="relu"),
            tf.keras.layers.BatchNormalization(),
            tf.keras.layers.Dense(2),
        ]
    )
    wanted = model.predict(X, verbose=0)
    model.export(tmp_path / "exported", verbose=False)
    loaded = tf.saved_model.load(tmp_path / "exported")
    np.testing.assert_allclose(loaded.serve(X).numpy(), wanted, rtol=1e-6)
    assert len(loaded.variables) == 8 and len(loaded.trainable_variables) == 6
    tf.saved_model.save(model, tmp_path / "saved")
    loaded = tf.saved_model.load(tmp_path / "saved")
    np.testing.assert_allclose(loaded(X).numpy(), wanted, rtol=1e-6)
    assert list(loaded.signatures) == ["serving_default"]


def test_assets_come_along(tmp_path) -> None:
    (tmp_path / "words.txt").write_text("one\ntwo")

    class Reader(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.file = tf.saved_model.Asset(tmp_path / "words.txt")

        @tf.function(input_signature=[])
        def content(self):
            return tf.io.read_file(self.file.asset_path)

    tf.saved_model.save(Reader(), tmp_path / "model")
    (tmp_path / "words.txt").unlink()
    loaded = tf.saved_model.load(tmp_path / "model")
    assert loaded.content().numpy() == b"one\ntwo"
    assert loaded.file.asset_path.numpy().decode().startswith(str(tmp_path / "model"))


def test_errors_say_what_is_wrong(tmp_path) -> None:
    outside = tf.Variable(1.0)

    class Bad(tf.Module):
        @tf.function(input_signature=[])
        def use(self):
            return outside + 1.0

    with pytest.raises(AssertionError, match="'untracked' resource"):
        tf.saved_model.save(Bad(), tmp_path / "bad")
    with pytest.raises(ValueError, match="Trackable"):
        tf.saved_model.save(3, tmp_path / "bad")
    with pytest.raises(ValueError, match="signature"):
        tf.saved_model.save(tf.Module(), tmp_path / "bad", signatures=lambda x: x)
    with pytest.raises(OSError, match="does not exist"):
        tf.saved_model.load(tmp_path / "none")
    (tmp_path / "saved_model.pb").write_bytes(b"\xff\xff\xff")
    with pytest.raises(tf.errors.DataLossError, match="SavedModel"):
        tf.saved_model.load(tmp_path)


def test_wrong_tags(folder) -> None:
    with pytest.raises(RuntimeError, match="'train'"):
        tf.saved_model.load(folder, tags=["train"])
    assert tf.saved_model.load(folder, tags=["serve"]) is not None
