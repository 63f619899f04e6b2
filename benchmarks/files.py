"""Files: checkpoints, records, and what is parsed from them.

    TENSORBROOK_CASES_OF=tensorflow python benchmarks/run.py --area files

times TensorFlow where it is installed.
"""

import atexit
import importlib
import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import numpy as np

tf: Any = importlib.import_module(os.environ.get("TENSORBROOK_CASES_OF", "tensorbrook"))

_FOLDER = tempfile.mkdtemp(prefix="tensorbrook-benchmark")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_RECORDS = 20_000
_WANTED = {
    "id": tf.io.FixedLenFeature([], tf.int64),
    "x": tf.io.FixedLenFeature([28], tf.float32),
    "name": tf.io.FixedLenFeature([], tf.string),
    "tags": tf.io.VarLenFeature(tf.int64),
}


def _checkpoint() -> Any:
    """500 MB in fifty variables."""
    value = np.random.default_rng(0).standard_normal((2500, 1000)).astype(np.float32)
    return tf.train.Checkpoint(v=[tf.Variable(value) for _ in range(50)])


def time_checkpoint_write_500mb() -> Callable[[], object]:
    checkpoint = _checkpoint()
    return lambda: checkpoint.write(os.path.join(_FOLDER, "written"))


def time_checkpoint_read_500mb() -> Callable[[], object]:
    checkpoint = _checkpoint()
    path = checkpoint.write(os.path.join(_FOLDER, "read"))
    return lambda: checkpoint.read(path).assert_consumed()


def time_disk_write_500mb() -> Callable[[], object]:
    """What a checkpoint can't be faster than: the bytes alone, synced."""
    content = os.urandom(1 << 20) * 477

    def write() -> None:
        with open(os.path.join(_FOLDER, "plain"), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    return write


def _example(number: int) -> bytes:
    made = tf.train.Example()
    feature = made.features.feature
    feature["id"].int64_list.value.append(number)
    feature["x"].float_list.value.extend(range(28))
    feature["name"].bytes_list.value.append(b"row %d" % number)
    feature["tags"].int64_list.value.extend(range(number % 5))
    return made.SerializeToString()


def _file() -> str:
    path = os.path.join(_FOLDER, "examples")
    if not os.path.exists(path):
        with tf.io.TFRecordWriter(path) as writer:
            for number in range(_RECORDS):
                writer.write(_example(number))
    return path


def time_record_write() -> tuple[Callable[[], object], int]:
    example = _example(7)

    def write() -> None:
        with tf.io.TFRecordWriter(os.path.join(_FOLDER, "own")) as writer:
            for _ in range(1000):
                writer.write(example)

    return write, 1000


def time_record_read_and_batch() -> tuple[Callable[[], object], int]:
    data = tf.data.TFRecordDataset(_file()).batch(128)
    return lambda: [None for _ in data], _RECORDS


def time_record_read_batch_and_parse() -> tuple[Callable[[], object], int]:
    data = tf.data.TFRecordDataset(_file()).batch(128)
    data = data.map(lambda texts: tf.io.parse_example(texts, _WANTED))
    return lambda: [None for _ in data], _RECORDS


def time_example_parse_in_batches() -> tuple[Callable[[], object], int]:
    texts = tf.constant([_example(number) for number in range(1024)])
    return lambda: tf.io.parse_example(texts, _WANTED), 1024


def time_example_parse_single() -> Callable[[], object]:
    text = tf.constant(_example(7))
    return lambda: tf.io.parse_single_example(text, _WANTED)


def time_record_map_parse_single() -> tuple[Callable[[], object], int]:
    data = tf.data.TFRecordDataset(_file()).take(2000)
    data = data.map(lambda text: tf.io.parse_single_example(text, _WANTED))
    return lambda: [None for _ in data], 2000
