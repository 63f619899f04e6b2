"""Tests of tables of columns as inputs of models."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

Space = keras.utils.FeatureSpace
TABLE = {
    "f": [0.0, 0.1, 0.2, 0.3],
    "s": ["a", "b", "c", "c"],
    "i": [1, 2, 3, 3],
    "h": ["x", "y", "x", "z"],
    "d": [1.0, 2.0, 3.0, 4.0],
}


def _space(mode: str = "concat") -> keras.layers.Layer:
    space = Space(
        features={
            "f": "float_normalized",
            "s": "string_categorical",
            "i": "integer_categorical",
            "h": Space.string_hashed(num_bins=3),
            "d": Space.float_discretized(num_bins=2),
        },
        crosses=[Space.cross(("s", "i"), crossing_dim=4)],
        output_mode=mode,
    )
    space.adapt(tf.data.Dataset.from_tensor_slices(TABLE))
    return space


def test_one_row_is_that_of_keras() -> None:
    found = _space()({"f": 0.1, "s": "a", "i": 2, "h": "x", "d": 2.5})
    wanted = [0, 1, -0.4472136, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_columns_apart_and_symbolic() -> None:
    space = _space("dict")
    found = space({key: np.array(column) for key, column in TABLE.items()})
    widths = {name: value.shape[-1] for name, value in found.items()}
    assert widths == {"d": 2, "f": 1, "h": 3, "i": 4, "s": 4, "s_X_i": 4}
    assert {n: v.shape for n, v in space.get_encoded_features().items()} == {
        name: (None, width) for name, width in widths.items()
    }


def test_model_on_raw_columns() -> None:
    space = _space()
    outputs = keras.layers.Dense(1)(space.get_encoded_features())
    model = keras.Model(space.get_inputs(), outputs)
    rows = {key: tf.constant(column)[:, None] for key, column in TABLE.items()}
    assert model(rows).shape == (4, 1)


def test_saved_and_loaded(tmp_path) -> None:
    space = _space()
    space.save(tmp_path / "space.keras")
    again = keras.models.load_model(tmp_path / "space.keras")
    np.testing.assert_allclose(again(TABLE), space(TABLE))


def test_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="adapt"):
        Space({"f": "float_normalized"})({"f": [1.0]})
    with pytest.raises(ValueError, match="kind of the feature"):
        Space({"f": "number"})
    with pytest.raises(ValueError, match="empty"):
        Space({})
    with pytest.raises(ValueError, match="cross"):
        Space({"a": "float"}, crosses=[("a", "b")])
    with pytest.raises(ValueError, match="not encoded"):
        Space({"e": Space.integer_hashed(3, "int")}).get_encoded_features()
