"""A disk that is full, and writers of one file at once: the old file stays whole."""

import contextlib
import os
import pathlib
import resource
import signal
import subprocess
import sys

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import export

_LIMIT = 20_000
_SOURCES = str(pathlib.Path(tf.__file__).parents[1])


@contextlib.contextmanager
def small_files():
    """No file may grow over some kilobytes: writing fails as on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LIMIT, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


class Holder(tf.Module):
    def __init__(self, value: float) -> None:
        super().__init__()
        self.v = tf.Variable(tf.fill([10_000], value))

    @tf.function(input_signature=[])
    def read(self):
        return self.v[0]


def _checkpoint(folder, value):
    tf.train.Checkpoint(m=Holder(value)).write(folder / "c")


def _read_checkpoint(folder):
    return tf.train.load_variable(str(folder / "c"), "m/v/.ATTRIBUTES/VARIABLE_VALUE")[
        0
    ]


def _saver(folder, value):
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        v = v1.get_variable("v", initializer=np.full(10_000, value, np.float32))
        session.run(v.initializer)
        v1.train.Saver().save(session, str(folder / "m"))


def _read_saver(folder):
    return tf.train.load_variable(str(folder / "m"), "v")[0]


def _saved_model(folder, value):
    tf.saved_model.save(Holder(value), folder / "model")


def _read_saved_model(folder):
    return tf.saved_model.load(folder / "model").read()


def _safetensors(folder, value):
    export.save_safetensors(Holder(value), folder / "t")


def _read_safetensors(folder):
    (found,) = export.load_safetensors(folder / "t").values()
    return found[0]


KINDS = {
    "checkpoint": (_checkpoint, _read_checkpoint),
    "saver": (_saver, _read_saver),
    "saved_model": (_saved_model, _read_saved_model),
    "safetensors": (_safetensors, _read_safetensors),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_is_an_error_and_the_old_file_stays(kind, tmp_path) -> None:
    write, read = KINDS[kind]
    write(tmp_path, 1.0)
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    with small_files(), pytest.raises(tf.errors.OpError, match="large"):
        write(tmp_path, 2.0)
    assert float(read(tmp_path)) == 1.0
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before
    write(tmp_path, 3.0)
    assert float(read(tmp_path)) == 3.0


def test_records_and_events_that_cant_be_written_are_an_error(tmp_path) -> None:
    writer = tf.io.TFRecordWriter(str(tmp_path / "records"))
    with small_files(), pytest.raises(tf.errors.OpError, match="records"):
        for _ in range(100):
            writer.write(b"r" * 1000)
            writer.flush()
    writer.close()
    log = tf.summary.create_file_writer(str(tmp_path / "log"))
    with small_files(), pytest.raises(tf.errors.OpError, match="events"):
        with log.as_default():
            for step in range(100):
                tf.summary.text("t", "x" * 1000, step=step)
                log.flush()
    log.close()


def _save_often(kind: str, folder: str, value: str) -> None:
    for _ in range(10):
        KINDS[kind][0](pathlib.Path(folder), float(value))


@pytest.mark.parametrize("kind", ["checkpoint", "saved_model", "safetensors"])
def test_writers_at_once_leave_one_of_their_files(kind, tmp_path) -> None:
    program = (
        "import sys; from tests.formats.test_full_disk import _save_often; "
        "_save_often(*sys.argv[1:])"
    )
    root = str(pathlib.Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": f"{_SOURCES}{os.pathsep}{root}"}
    command = [sys.executable, "-c", program, kind, str(tmp_path)]
    writers = [
        subprocess.Popen([*command, value], env=environment, stderr=subprocess.PIPE)
        for value in ("1.0", "2.0", "3.0")
    ]
    for writer in writers:
        _, problem = writer.communicate()
        assert writer.returncode == 0, problem.decode()
    assert float(KINDS[kind][1](tmp_path)) in (1.0, 2.0, 3.0)
    assert not list(tmp_path.rglob("*.part"))
