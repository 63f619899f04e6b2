"""Descriptions of models that no file could hold the weights of."""

import json
import zipfile

import pytest

import tensorbrook as tf
from tensorbrook._src.keras.backend import allowance


def test_weights_are_counted_while_a_file_is_loaded() -> None:
    with allowance.of_file(1000):
        allowance.claim((1 << 20, 4))
        allowance.claim((None, 3))
        with pytest.raises(ValueError, match=r"shape \(1048576, 16\)"):
            allowance.claim((1 << 20, 16))
    allowance.claim((1 << 20, 1 << 20))


def test_a_model_of_too_many_units_is_refused(tmp_path) -> None:
    path, bad = tmp_path / "m.keras", tmp_path / "bad.keras"
    tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)]).save(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "config.json":
                text = content.decode().replace('"units": 2', '"units": 2000000000')
                assert json.loads(text)
                content = text.encode()
            new.writestr(name, content)
    with pytest.raises(ValueError, match=r"bad.keras.*no file of this size"):
        tf.keras.models.load_model(bad)
