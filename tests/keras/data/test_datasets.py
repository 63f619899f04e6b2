"""Tests of datasets made of arrays."""

import numpy as np
import pytest

from tensorbrook import keras


def test_windows_of_a_series() -> None:
    series = np.arange(10)
    data = keras.utils.timeseries_dataset_from_array(
        series, series[3:], sequence_length=3, batch_size=4
    )
    windows, targets = next(iter(data))
    np.testing.assert_array_equal(windows[1], [1, 2, 3])
    np.testing.assert_array_equal(targets, [3, 4, 5, 6])


def test_split() -> None:
    left, right = keras.utils.split_dataset(np.arange(10), left_size=0.7)
    assert [int(x) for x in left] == list(range(7))
    assert [int(x) for x in right] == [7, 8, 9]
    with pytest.raises(ValueError, match="do not fit"):
        keras.utils.split_dataset(np.arange(4), left_size=3, right_size=3)


class _Squares(keras.utils.PyDataset):
    """Batches of numbers and their squares."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int):
        x = np.full((4, 1), index, "float32")
        return x, x**2


def test_py_dataset_trains_a_model() -> None:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    history = model.fit(_Squares(), epochs=2, verbose=0)
    assert len(history.history["loss"]) == 2
    assert model.predict(_Squares(), verbose=0).shape == (12, 1)
