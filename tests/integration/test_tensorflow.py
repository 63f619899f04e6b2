"""What is written here is read by TensorFlow itself, in an environment of its own.

`TENSORBROOK_TENSORFLOW` names a Python that has TensorFlow, or is `install`: then an
environment is made with pip. Without it the test is skipped.
"""

import glob
import json
import os
import pathlib
import shutil
import subprocess
import sys

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

_PYTHON = os.environ.get("TENSORBROOK_TENSORFLOW", "")
_PROGRAM = pathlib.Path(__file__).with_name("read_with_tensorflow.py")
_PACKAGE = "tensorflow-cpu==2.21.0"

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="TENSORBROOK_TENSORFLOW names no Python with TensorFlow"
)


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> str:
    if _PYTHON != "install":
        return _PYTHON
    folder = tmp_path_factory.mktemp("tensorflow")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    made = str(folder / "bin" / "python")
    subprocess.run([made, "-m", "pip", "install", "-q", _PACKAGE], check=True)
    return made


class Branching(tf.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w = tf.Variable(np.linspace(-1, 1, 6, dtype=np.float32).reshape(3, 2))

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, x):
        y = tf.matmul(x, self.w)
        for step in tf.range(3):
            if tf.reduce_sum(y) > 0.0:
                y = y + tf.cast(step, tf.float32)
        return y


def _write(folder: pathlib.Path) -> dict:
    """Writes one of each; returns what TensorFlow has to find."""
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.save(folder / "x.npy", x)
    module = Branching()
    tf.saved_model.save(module, folder / "module")
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(module(x))
    model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
    model.export(folder / "served", verbose=False)
    tf.train.Checkpoint(w=module.w).save(folder / "checkpoint" / "c")
    with tf.Graph().as_default(), v1.Session() as session:
        fed = v1.placeholder(tf.float32, [None, 3], name="x")
        w = v1.get_variable("w", initializer=module.w.numpy())
        y = tf.identity(tf.nn.relu(tf.matmul(fed, w)), name="y")
        session.run(w.initializer)
        v1.train.Saver().save(session, str(folder / "saver" / "m"))
        v1.saved_model.simple_save(session, folder / "simple", {"x": fed}, {"y": y})
        in_session = session.run(y, {fed: x}).tolist()
    with tf.io.TFRecordWriter(str(folder / "records"), "GZIP") as records:
        records.write(b"one")
        records.write(b"two")
    with tf.summary.create_file_writer(folder / "log").as_default():
        for step in range(3):
            tf.summary.scalar("loss", 0.5, step=step)
    shutil.copy(glob.glob(f"{folder}/log/*")[0], folder / "events")
    return {
        "module": module(x).numpy().tolist(),
        "gradient": tape.gradient(total, module.w).numpy().tolist(),
        "served": model(x).numpy().tolist(),
        "names": sorted(n for n, _ in tf.train.list_variables(folder / "checkpoint")),
        "w": module.w.numpy().tolist(),
        "session": in_session,
        "simple": in_session,
        "records": ["one", "two"],
        "steps": [0, 1, 2],
    }


def test_tensorflow_reads_what_is_written(python, tmp_path) -> None:
    wanted = _write(tmp_path)
    done = subprocess.run(
        [python, str(_PROGRAM), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for name in ("names", "records", "steps"):
        assert found[name] == wanted[name]
    for name in ("module", "gradient", "served", "w", "session", "simple"):
        np.testing.assert_allclose(found[name], wanted[name], rtol=1e-5, atol=1e-6)
