"""Models go from our Keras to the package `keras` and back, in the middle of training.

`TENSORBROOK_TENSORFLOW` names a Python that has TensorFlow and Keras; without it the
tests that need one are skipped.
"""

import io
import json
import os
import pathlib
import subprocess
import zipfile

import h5py
import numpy as np
import pytest

from tensorbrook import keras
from tests.integration import keras_interop

_PYTHON = os.environ.get("TENSORBROOK_TENSORFLOW", "")
_PROGRAM = pathlib.Path(__file__).with_name("keras_interop.py")
_FILES = pathlib.Path(__file__).resolve().parents[3] / "shared" / "interop"

needs_keras = pytest.mark.skipif(
    _PYTHON in ("", "install"), reason="TENSORBROOK_TENSORFLOW names no Python"
)
needs_files = pytest.mark.skipif(not _FILES.exists(), reason="there are no such files")

#: Keras 3.15 forgets the `delta` of Huber's loss.
_FORGETFUL = {"two.folder", "two.keras"}


def _run(step: str, folder: pathlib.Path) -> dict:
    done = subprocess.run(
        [_PYTHON, str(_PROGRAM), step, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads((folder / f"{step}.json").read_text())


def _compare(found: dict, wanted: dict, what: str, only: tuple[str, ...]) -> None:
    for part in only:
        assert len(found[part]) == len(wanted[part]), (what, part)
        for a, b in zip(found[part], wanted[part], strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5, err_msg=what)


def _check(results: dict, wanted: dict, forgetful: bool = False) -> None:
    assert len(results) == 3 * len(keras_interop.NAMES) + 3
    for name, found in results.items():
        only = (
            ("outputs", "optimizer")
            if forgetful and name in _FORGETFUL
            else tuple(found)
        )
        _compare(found, wanted[name.partition(".")[0]], name, only)


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> tuple[dict, pathlib.Path]:
    folder = tmp_path_factory.mktemp("ours")
    return keras_interop.write(keras, str(folder)), folder


@pytest.fixture(scope="module")
def theirs(tmp_path_factory) -> tuple[dict, pathlib.Path]:
    folder = tmp_path_factory.mktemp("theirs")
    return _run("write", folder), folder


def test_each_form_gives_the_same_model_back(ours) -> None:
    wanted, folder = ours
    _check(keras_interop.read(keras, str(folder)), wanted)


@needs_keras
def test_training_goes_as_in_keras(ours, theirs) -> None:
    for name in keras_interop.NAMES:
        _compare(ours[0][name], theirs[0][name], name, ("outputs", "losses"))


@needs_keras
def test_keras_reads_what_we_write(ours) -> None:
    wanted, folder = ours
    _check(_run("read", folder), wanted)


@needs_keras
def test_we_read_what_keras_writes(theirs) -> None:
    wanted, folder = theirs
    _check(keras_interop.read(keras, str(folder)), wanted, forgetful=True)


@needs_files
@pytest.mark.parametrize("name", ["mlp", "cnn", "two"])
def test_optimizer_state_of_files_that_keras_wrote(name: str) -> None:
    path = _FILES / f"{name}.keras"
    model = keras.models.load_model(path)
    if name == "two":
        assert not model.compiled
        return
    with zipfile.ZipFile(path) as archive:
        weights = io.BytesIO(archive.read("model.weights.h5"))
    with h5py.File(weights) as file:
        stored = file["optimizer/vars"]
        variables = model.optimizer.variables
        assert len(stored) == len(variables) > 2
        for index, variable in enumerate(variables):
            np.testing.assert_array_equal(variable, stored[str(index)])
    assert int(model.optimizer.iterations) > 0
