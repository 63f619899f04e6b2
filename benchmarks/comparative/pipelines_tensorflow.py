"""Pipelines of tf.data for TensorFlow and Tensorbrook; the time is that of an element."""

import functools
import importlib
import os
import tempfile
from collections.abc import Callable
from typing import Any

import numpy as np

tf: Any = importlib.import_module(os.environ.get("TENSORBROOK_CASES_OF", "tensorflow"))

_COUNT = 20_000
_FEW = 2_000
Timed = tuple[Callable[[], object], int]


def _timed(dataset: Any, count: int) -> Timed:
    def through() -> None:
        for _ in dataset:
            pass

    return through, count


@functools.cache
def _numbers() -> Any:
    return tf.data.Dataset.from_tensor_slices(np.arange(_COUNT, dtype=np.float32))


def time_pipe_slices() -> Timed:
    return _timed(_numbers(), _COUNT)


def time_pipe_batch() -> Timed:
    return _timed(_numbers().batch(64), _COUNT)


def time_pipe_shuffle() -> Timed:
    return _timed(_numbers().shuffle(1000).batch(64).prefetch(2), _COUNT)


def time_pipe_map() -> Timed:
    return _timed(_numbers().map(lambda v: v * 2.0).batch(64), _COUNT)


def time_pipe_map_parallel() -> Timed:
    mapped = _numbers().map(lambda v: v * 2.0, num_parallel_calls=tf.data.AUTOTUNE)
    return _timed(mapped.batch(64).prefetch(2), _COUNT)


def time_pipe_map_batches() -> Timed:
    return _timed(_numbers().batch(64).map(lambda v: v * 2.0), _COUNT)


def time_pipe_filter() -> Timed:
    return _timed(tf.data.Dataset.range(_COUNT).filter(lambda v: v % 3 == 0), _COUNT)


def time_pipe_images() -> Timed:
    images = np.random.default_rng(0).integers(0, 255, (_FEW, 28, 28), np.uint8)
    labels = np.arange(_FEW) % 10
    dataset = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(_FEW)
    scaled = dataset.map(lambda image, label: (tf.cast(image, tf.float32) / 255, label))
    return _timed(scaled.batch(32).prefetch(2), _FEW)


def time_pipe_flat_map() -> Timed:
    few = tf.data.Dataset.range(_FEW // 10)
    made = few.flat_map(lambda n: tf.data.Dataset.from_tensors(n).repeat(10))
    return _timed(made, _FEW)


def time_pipe_interleave() -> Timed:
    few = tf.data.Dataset.range(_FEW // 10)
    made = few.interleave(
        lambda n: tf.data.Dataset.from_tensors(n).repeat(10), cycle_length=4
    )
    return _timed(made, _FEW)


def time_pipe_window() -> Timed:
    windows = tf.data.Dataset.range(_FEW).window(10, shift=10)
    return _timed(windows.flat_map(lambda window: window.batch(10)), _FEW)


def time_pipe_padded() -> Timed:
    rows = tf.data.Dataset.range(_FEW).map(lambda n: tf.fill([n % 7 + 1], n))
    return _timed(rows.padded_batch(32), _FEW)


def time_pipe_cache() -> Timed:
    kept = tf.data.Dataset.range(_COUNT).map(lambda v: v * 2).cache()
    for _ in kept:
        pass
    return _timed(kept.batch(64), _COUNT)


def time_pipe_zip() -> Timed:
    both = tf.data.Dataset.zip((_numbers(), tf.data.Dataset.range(_COUNT)))
    return _timed(both.batch(64), _COUNT)


def time_pipe_generator() -> Timed:
    made = tf.data.Dataset.from_generator(
        lambda: iter(range(_FEW)), output_signature=tf.TensorSpec([], tf.int64)
    )
    return _timed(made.batch(32), _FEW)


def time_pipe_lines() -> Timed:
    path = os.path.join(tempfile.mkdtemp(), "lines.csv")
    with open(path, "w") as file:
        file.writelines(f"{n},{n / 7:.3f}\n" for n in range(_FEW))
    lines = tf.data.TextLineDataset(path)
    parsed = lines.map(lambda line: tf.io.decode_csv(line, [[0], [0.0]]))
    return _timed(parsed.batch(32), _FEW)


def time_pipe_records() -> Timed:
    path = os.path.join(tempfile.mkdtemp(), "examples.tfrecord")
    with tf.io.TFRecordWriter(path) as writer:
        for n in range(_FEW):
            number = tf.train.Feature(int64_list=tf.train.Int64List(value=[n]))
            features = tf.train.Features(feature={"n": number})
            writer.write(tf.train.Example(features=features).SerializeToString())
    described = {"n": tf.io.FixedLenFeature([], tf.int64)}
    batches = tf.data.TFRecordDataset(path).batch(32)
    parsed = batches.map(lambda rows: tf.io.parse_example(rows, described))
    return _timed(parsed, _FEW)
