"""The package `keras` itself runs on Tensorbrook, in an environment without TensorFlow.

`TENSORBROOK_KERAS` names a Python that has `keras` and what Tensorbrook depends on, or is
`install`: then an environment is made with pip. Without it the test is skipped.
"""

import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import tensorbrook as tf

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_PROGRAM = pathlib.Path(__file__).with_name("run_real_keras.py")
_PYTHON = os.environ.get("TENSORBROOK_KERAS", "")
_PACKAGES = (
    "keras==3.15.*",
    "google-crc32c",
    "h5py",
    "ml_dtypes",
    "onednn-cpu-gomp==2023.2.0",
    "opt_einsum",
    "pillow",
    "protobuf",
    "tensorboard",
)
#: What the program prints where Keras runs on TensorFlow 2.21.
_LOSSES = {
    "mlp": [1.060760259628296, 1.0072752237319946, 1.0455087423324585],
    "cnn": [0.6956380605697632, 0.6391500234603882, 0.6207476854324341],
    "lstm": [0.47020211815834045, 0.4177855849266052, 0.3787555694580078],
}

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="TENSORBROOK_KERAS names no Python with Keras"
)


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> str:
    if _PYTHON != "install":
        return _PYTHON
    folder = tmp_path_factory.mktemp("keras")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    made = str(folder / "bin" / "python")
    done = subprocess.run([made, "-m", "pip", "install", "-q", *_PACKAGES], check=False)
    if done.returncode:
        pytest.skip("Keras can't be installed here")
    return made


@pytest.fixture(scope="module")
def results(python, tmp_path_factory) -> tuple[dict, pathlib.Path]:
    folder = tmp_path_factory.mktemp("models")
    paths = os.pathsep.join(str(_ROOT / name) for name in ("src", "alias"))
    done = subprocess.run(
        [python, str(_PROGRAM), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KERAS_BACKEND": "tensorflow", "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1]), folder


@pytest.mark.parametrize("name", list(_LOSSES))
def test_keras_trains_saves_and_loads(results, name) -> None:
    found, _ = results
    assert found["ours"] and found["backend"] == "tensorflow"
    np.testing.assert_allclose(found[name]["losses"], _LOSSES[name], rtol=1e-4)
    assert np.isfinite(found[name]["evaluated"])
    assert found[name]["apart"] < 1e-6
    assert found[name]["step"] > 0


@pytest.mark.parametrize("name", list(_LOSSES))
def test_our_keras_reads_what_it_saved(results, name) -> None:
    _, folder = results
    x, outputs = np.load(folder / f"{name}.x.npy"), np.load(folder / f"{name}.y.npy")
    model = tf.keras.models.load_model(folder / f"{name}.keras")
    np.testing.assert_allclose(model.predict(x, verbose=0), outputs, atol=1e-5)
    assert int(model.optimizer.iterations) == results[0][name]["step"]
