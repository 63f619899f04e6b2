"""Files that are damaged, or made to do harm, give one clear error."""

import io
import json
import pathlib
import random
import warnings
import zipfile

import h5py
import numpy as np
import pytest

from tensorbrook import keras

CLEAR = (ValueError, TypeError, NotImplementedError)


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("saved")
    inputs = keras.Input((4,), name="inputs")
    hidden = keras.layers.Dense(3, "relu", kernel_regularizer="l2")(inputs)
    hidden = keras.layers.BatchNormalization()(hidden)
    both = keras.layers.Concatenate()([hidden, inputs])
    model = keras.Model(inputs, keras.layers.Dense(1)(both))
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(np.ones((8, 4)), np.ones((8, 1)), verbose=0)
    model.save(folder / "m.keras")
    model.save(folder / "m.h5")
    return folder


def _parts(saved: pathlib.Path) -> dict[str, bytes]:
    with zipfile.ZipFile(saved / "m.keras") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(path: pathlib.Path, parts: dict[str, bytes], kind: int = 0) -> None:
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _damaged(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 20])):
        place, way = rng.randrange(len(changed)), rng.random()
        if way < 0.6:
            changed[place] = rng.choice([0, 255, rng.randrange(256)])
        elif way < 0.75:
            del changed[place : place + rng.choice([1, 8, 100])]
        elif way < 0.9:
            changed[place:place] = rng.randbytes(rng.choice([1, 4, 16]))
        else:
            del changed[max(place, 1) :]
    return bytes(changed)


_JUNK = [
    None,
    -1,
    1.5,
    "x",
    "",
    [],
    {},
    [[]],
    "os",
    "../../etc/passwd",
    [[["i", 9, 9]]],
]
_JUNK += [
    {"class_name": "Dense", "config": {}},
    {"class_name": "function", "config": "get_file", "module": "keras.utils"},
    {"class_name": "__keras_tensor__", "config": {}},
    {"class_name": "__numpy__", "config": {"value": [[1], [2, 3]], "dtype": "object"}},
]


def _other_config(config: dict, rng: random.Random) -> dict:
    places = []

    def walk(holder: object) -> None:
        keys = holder if isinstance(holder, dict) else range(len(holder))
        for key in list(keys):
            places.append((holder, key))
            if isinstance(holder[key], dict | list):
                walk(holder[key])

    walk(config)
    for holder, key in rng.sample(places, rng.choice([1, 1, 2])):
        if rng.random() < 0.3 and isinstance(holder, dict):
            holder.pop(key, None)
        elif isinstance(holder, dict) or key < len(holder):
            holder[key] = rng.choice(_JUNK)
    return config


@pytest.mark.parametrize("what", ["archive", "weights", "config", "h5", "h5 config"])
def test_changed_files_load_or_say_why_not(what: str, saved, tmp_path) -> None:
    rng = random.Random(what)
    parts = _parts(saved)
    path = tmp_path / ("m.h5" if what.startswith("h5") else "m.keras")
    whole = (saved / path.name).read_bytes()
    for _ in range(60):
        if what in ("archive", "h5"):
            path.write_bytes(_damaged(whole, rng))
        elif what == "weights":
            name = "model.weights.h5"
            _archive(path, parts | {name: _damaged(parts[name], rng)})
        elif what == "config":
            changed = _other_config(json.loads(parts["config.json"]), rng)
            _archive(path, parts | {"config.json": json.dumps(changed).encode()})
        else:
            path.write_bytes(whole)
            with h5py.File(path, "a") as file:
                name = rng.choice(["model_config", "training_config"])
                changed = _other_config(json.loads(file.attrs[name]), rng)
                file.attrs[name] = json.dumps(changed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                keras.models.load_model(path)
            except CLEAR as error:
                assert str(error)


def test_paths_in_archives_lead_nowhere(saved, tmp_path) -> None:
    parts = _parts(saved) | {"../../escaped": b"x", "/tmp/absolute/escaped": b"x"}
    (tmp_path / "inner").mkdir()
    _archive(tmp_path / "inner" / "m.keras", parts)
    keras.models.load_model(tmp_path / "inner" / "m.keras")
    assert not list(tmp_path.rglob("escaped"))


def test_bombs_are_not_unpacked(saved, tmp_path) -> None:
    parts = _parts(saved) | {"config.json": b" " * (80 << 20)}
    _archive(tmp_path / "m.keras", parts, zipfile.ZIP_DEFLATED)
    with pytest.raises(ValueError, match="no honest file"):
        keras.models.load_model(tmp_path / "m.keras")
    weights = io.BytesIO()
    with h5py.File(weights, "w") as file:
        file.create_dataset(
            "layers/dense/vars/0", (1 << 20, 1 << 20), "f4", chunks=True
        )
    parts = _parts(saved) | {"model.weights.h5": weights.getvalue()}
    _archive(tmp_path / "m.keras", parts)
    with pytest.raises(ValueError, match="no honest file"):
        keras.models.load_model(tmp_path / "m.keras")


@pytest.mark.parametrize(
    "kind", ["external link", "soft link", "external data", "view"]
)
def test_data_of_other_files_are_not_read(kind: str, saved, tmp_path) -> None:
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["x"] = np.ones((4, 3), "f4")
    path = tmp_path / "m.weights.h5"
    model = keras.models.load_model(saved / "m.keras")
    model.save_weights(path)
    with h5py.File(path, "a") as file:
        group = file["layers/dense/vars"]
        del group["0"]
        if kind == "external link":
            group["0"] = h5py.ExternalLink(str(secret), "x")
        elif kind == "soft link":
            group["0"] = h5py.SoftLink("/layers/dense_1/vars/0")
        elif kind == "external data":
            places = [(str(secret), 0, 48)]
            group.create_dataset("0", (4, 3), "f4", external=places)
        else:
            layout = h5py.VirtualLayout((4, 3), "f4")
            layout[:] = h5py.VirtualSource(str(secret), "x", shape=(4, 3))
            group.create_virtual_dataset("0", layout)
    with pytest.raises(ValueError, match="links are not followed|not read"):
        model.load_weights(path)


def test_wrong_shapes_name_layer_and_variable(saved, tmp_path) -> None:
    path = tmp_path / "m.weights.h5"
    model = keras.models.load_model(saved / "m.keras")
    model.save_weights(path)
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = np.zeros((9, 9), "f4")
    with pytest.raises(ValueError, match=r"'dense.*kernel.*\(4, 3\).*\(9, 9\)"):
        model.load_weights(path)


@pytest.mark.parametrize("size", [0, 10, 1000, -1])
def test_truncated_files_are_named(size: int, saved, tmp_path) -> None:
    for name in ("m.keras", "m.h5"):
        path = tmp_path / name
        path.write_bytes((saved / name).read_bytes()[:size])
        with pytest.raises(ValueError, match=name):
            keras.models.load_model(path)


def test_pickles_and_other_objects_are_no_models(saved, tmp_path) -> None:
    path = tmp_path / "m.keras"
    path.write_bytes(b"\x80\x04\x95\x1b\x00\x00\x00\x00\x00\x00\x00\x8c\x02os")
    with pytest.raises(ValueError, match="neither"):
        keras.models.load_model(path)
    config = {"class_name": "Dense", "module": "keras.layers", "config": {"units": 1}}
    _archive(path, _parts(saved) | {"config.json": json.dumps(config).encode()})
    with pytest.raises(ValueError, match="describes a Dense"):
        keras.models.load_model(path)


def test_functions_that_reach_for_files_are_refused() -> None:
    described = {
        "class_name": "function",
        "config": "get_file",
        "module": "keras.utils",
    }
    with pytest.raises(TypeError, match="can't use the function"):
        keras.saving.deserialize_keras_object(described)


def test_lambdas_come_back_only_from_trusted_files(tmp_path) -> None:
    factor = 3.0
    layer = keras.layers.Lambda(lambda x, more=1.0: x * factor + more)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.save(tmp_path / "m.keras")
    with pytest.raises(ValueError, match="safe_mode=False"):
        keras.models.load_model(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras", safe_mode=False)
    np.testing.assert_allclose(loaded(np.ones((1, 2))), [[4.0, 4.0]])
    broken = {"class_name": "__lambda__", "config": {"code": "AAAA"}}
    with pytest.raises(ValueError, match="Python 3"):
        keras.saving.deserialize_keras_object(broken, safe_mode=False)
    layer.function = lambda x: x * layer
    with pytest.raises(ValueError, match="closes over"):
        model.save(tmp_path / "n.keras")
