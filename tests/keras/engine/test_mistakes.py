"""What users get wrong gets a sentence that says what would be right."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

_X = np.random.default_rng(0).normal(size=(12, 4)).astype("float32")
_Y = np.arange(12) % 3


def _fit(loss, y, units=3, activation=None, **options) -> keras.callbacks.History:
    last = keras.layers.Dense(units, activation, name="last")
    model = keras.Sequential([keras.Input((4,)), last])
    model.compile("adam", loss)
    return model.fit(options.pop("x", _X), y, verbose=0, **options)


@pytest.mark.parametrize(
    ("loss", "activation", "units", "said"),
    [
        (
            "sparse_categorical_crossentropy",
            None,
            3,
            "'last' has no activation.*softmax",
        ),
        ("binary_crossentropy", None, 1, "BinaryCrossentropy.from_logits=True"),
        (keras.losses.BinaryCrossentropy(from_logits=True), "sigmoid", 1, "Leave out"),
        ("binary_crossentropy", "softmax", 1, "always 1"),
    ],
)
def test_activations_that_do_not_fit_the_loss(loss, activation, units, said) -> None:
    labels = _Y if units == 3 else _Y % 2
    with pytest.warns(UserWarning, match=said):
        _fit(loss, labels, units, activation)


def test_what_fits_says_nothing() -> None:
    _fit("sparse_categorical_crossentropy", _Y, 3, "softmax")
    _fit(keras.losses.SparseCategoricalCrossentropy(from_logits=True), _Y)
    _fit("mse", _Y[:, None], 1)


def test_labels_of_another_kind() -> None:
    with pytest.raises(ValueError, match="use `sparse_categorical_crossentropy`"):
        _fit("categorical_crossentropy", _Y, 3, "softmax")
    with pytest.raises(ValueError, match="use `categorical_crossentropy`"):
        _fit("sparse_categorical_crossentropy", np.eye(3)[_Y], 3, "softmax")
    with pytest.raises(ValueError, match="texts, such as 'a'"):
        _fit("sparse_categorical_crossentropy", np.array(["a"] * 12), 3, "softmax")
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"valid range of \[0, 3\)"
    ):
        _fit("sparse_categorical_crossentropy", _Y + 1, 3, "softmax")
    with pytest.warns(UserWarning, match="labels from 0 to 1.*between 0 and 2"):
        _fit("binary_crossentropy", _Y, 1, "sigmoid")


def test_what_was_forgotten() -> None:
    model = keras.Sequential([keras.layers.Dense(1)])
    with pytest.raises(ValueError, match=r"call `compile\(\)` before"):
        model.fit(_X, _Y)
    with pytest.raises(ValueError, match="isn't built"):
        model.count_params()
    with pytest.raises(ValueError, match="No loss"):
        _fit(None, _Y)


def test_a_loss_that_is_no_number_is_said_once() -> None:
    with pytest.warns(UserWarning, match="became nan in epoch 1") as found:
        history = _fit("mse", _Y[:, None], 1, x=_X * np.nan, epochs=3)
    assert len(found) == 1
    assert len(history.history["loss"]) == 3


class _Interrupt(keras.callbacks.Callback):
    def __init__(self, epoch: int) -> None:
        super().__init__()
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None) -> None:
        if len(self.model.history.history.get("loss", ())) == self.epoch:
            raise KeyboardInterrupt


def test_an_interrupt_leaves_a_usable_model_and_its_history(tmp_path, capsys) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    before = model.get_weights()[0].copy()
    with pytest.raises(KeyboardInterrupt):
        model.fit(_X, _Y, epochs=9, batch_size=4, callbacks=[_Interrupt(2)], verbose=1)
    assert len(model.history.history["loss"]) == len(model.history.epoch) == 2
    assert not np.allclose(before, model.get_weights()[0])
    steps = int(model.optimizer.iterations)
    assert steps == 7
    model.save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras")
    np.testing.assert_allclose(
        loaded.predict(_X, verbose=0), model.predict(_X, verbose=0), atol=1e-6
    )
    again = model.fit(_X, _Y, epochs=1, batch_size=4, verbose=0)
    assert int(model.optimizer.iterations) == steps + 3
    assert np.isfinite(again.history["loss"]).all()


def test_train_on_batch_gives_the_numbers_of_its_batch_alone() -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    losses = [
        model.train_on_batch(_X[:6], _Y[:6]),
        model.train_on_batch(_X[6:], _Y[6:]),
    ]
    wanted = [model.test_on_batch(_X[:6], _Y[:6]), model.test_on_batch(_X[6:], _Y[6:])]
    np.testing.assert_allclose(losses, wanted, rtol=1e-5)
    assert losses[0] != pytest.approx(losses[1])
    together = model.test_on_batch(_X[:6], _Y[:6], reset_metrics=False)
    assert together == pytest.approx((wanted[1] + wanted[0]) / 2, rel=1e-5)
