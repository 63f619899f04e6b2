"""A kill at any moment leaves the last whole file.

`TENSORBROOK_KILLS` says how often each kind is killed; the suite does it a few times.
"""

import glob
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tensorbrook._src.formats import files
from tensorbrook._src.formats.bundle import BundleReader
from tensorbrook._src.formats.event_file import read_events
from tensorbrook._src.formats.schema import message

_PROGRAM = pathlib.Path(__file__).with_name("killed.py")
_ROUNDS = int(os.environ.get("TENSORBROOK_KILLS", "4"))
_SOURCES = str(pathlib.Path(tf.__file__).parents[1])


def _killed(kind: str, folder: pathlib.Path) -> list[int]:
    """The last complete save of each child of the program, as the child told it."""
    command = [sys.executable, str(_PROGRAM), kind, str(folder), str(_ROUNDS)]
    environment = os.environ | {"PYTHONPATH": _SOURCES, "TENSORBROOK_NATIVE": "0"}
    found = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False
    )
    assert found.returncode == 0, found.stderr
    return [int(line) for line in found.stdout.split()]


def _checkpoint(folder: pathlib.Path) -> int:
    reader = BundleReader(str(folder / "model"))
    numbers = {int(number) for name in "abc" for number in set(reader.read(name))}
    (number,) = numbers
    return number


def _model(folder: pathlib.Path) -> int:
    found = message("GraphDef").FromString(files.read(folder / "saved_model.pb"))
    assert len(found.node) == 200
    return int(found.node[199].name.split("/")[0])


def _one(numbers) -> int:
    (number,) = set(np.ravel(numbers).tolist())
    return int(number)


def _managed(folder: pathlib.Path) -> int:
    newest = tf.train.latest_checkpoint(folder)
    names = [f"values/{n}/.ATTRIBUTES/VARIABLE_VALUE" for n in range(3)]
    return _one([tf.train.load_variable(newest, name) for name in names])


def _exported(folder: pathlib.Path) -> int:
    loaded = tf.saved_model.load(folder / "model")
    number = _one(loaded.value)
    assert _one(loaded.read()) == number
    path = pathlib.Path(loaded.asset.asset_path.numpy().decode())
    assert int(path.read_text()) == number
    return number


def _keras(folder: pathlib.Path) -> int:
    model = tf.keras.models.load_model(folder / "model.keras")
    return _one(np.concatenate([np.ravel(weight) for weight in model.get_weights()]))


def _events(folder: pathlib.Path) -> int:
    """Event files only grow: what was flushed is there, a cut end is named."""
    (path,) = glob.glob(f"{folder}/events*")
    step = -1
    try:
        for event in read_events(path):
            step = max(step, event.step)
    except errors.DataLossError as problem:
        assert "truncated" in problem.message
    return step


@pytest.mark.parametrize(
    ("kind", "newest"),
    [
        ("checkpoint", _checkpoint),
        ("model", _model),
        ("managed", _managed),
        ("exported", _exported),
        ("keras", _keras),
        ("events", _events),
    ],
)
def test_a_kill_leaves_the_last_whole_file(kind, newest, tmp_path) -> None:
    told = _killed(kind, tmp_path)
    assert len(told) == _ROUNDS
    for number, last in enumerate(told):
        assert newest(tmp_path / str(number)) >= last
