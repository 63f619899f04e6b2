"""A program whose children save again and again, and are killed at any moment.

    python killed.py KIND FOLDER ROUNDS

Each child saves into a folder of its own. The program prints, for each, the number of
the last save that the child knew to be complete.
"""

import itertools
import os
import random
import signal
import sys
import time

import numpy as np

import tensorbrook as tf
from tensorbrook._src.core import dtypes
from tensorbrook._src.formats.bundle_writer import Item, write_bundle
from tensorbrook._src.formats.event_file import EventFile
from tensorbrook._src.formats.files import write
from tensorbrook._src.formats.schema import message

SIZE = 20_000


def checkpoint(folder: str, number: int) -> None:
    """Saves over the same prefix: every tensor says which time it was."""
    value = np.full(SIZE, number, np.int64)
    items = [Item(name, value, dtypes.int64) for name in ("a", "b", "c")]
    write_bundle(os.path.join(folder, "model"), items)


def model(folder: str, number: int) -> None:
    """Replaces a message."""
    made = message("GraphDef")()
    for index in range(200):
        made.node.add(name=f"{number}/{index}", op="NoOp")
    write(os.path.join(folder, "saved_model.pb"), made.SerializeToString())


class Managed:
    """Saves numbered checkpoints, of which two are kept."""

    def __init__(self) -> None:
        self.values = [tf.Variable(np.zeros(SIZE, np.int64)) for _ in range(3)]
        self.manager = None

    def __call__(self, folder: str, number: int) -> None:
        if self.manager is None:
            checkpoint = tf.train.Checkpoint(values=self.values)
            self.manager = tf.train.CheckpointManager(checkpoint, folder, 2)
        for value in self.values:
            value.assign(np.full(SIZE, number, np.int64))
        self.manager.save()


class Exported:
    """Saves a SavedModel over the older one; an asset says which time it was, too."""

    def __init__(self) -> None:
        self.module = tf.Module()
        self.module.value = tf.Variable(np.zeros(SIZE, np.int64))
        self.module.read = tf.function(self.module.value.read_value, input_signature=[])

    def __call__(self, folder: str, number: int) -> None:
        path = os.path.join(folder, "number.txt")
        with open(path, "w") as file:
            file.write(str(number))
        self.module.asset = tf.saved_model.Asset(path)
        self.module.value.assign(np.full(SIZE, number, np.int64))
        tf.saved_model.save(self.module, os.path.join(folder, "model"))


class Keras:
    """Saves a `.keras` file over the older one."""

    def __init__(self) -> None:
        dense = tf.keras.layers.Dense(100)
        self.model = tf.keras.Sequential([tf.keras.Input((50,)), dense])

    def __call__(self, folder: str, number: int) -> None:
        self.model.set_weights([np.full(w.shape, number) for w in self.model.weights])
        self.model.save(os.path.join(folder, "model.keras"))


class Events:
    """Appends to an event file."""

    def __init__(self) -> None:
        self.writer = None

    def __call__(self, folder: str, number: int) -> None:
        self.writer = self.writer or EventFile(folder)
        self.writer.add(message("Event")(step=number, file_version="x" * 500))
        self.writer.flush()


KINDS = {
    "checkpoint": lambda: checkpoint,
    "model": lambda: model,
    "managed": Managed,
    "exported": Exported,
    "keras": Keras,
    "events": Events,
}


def save_for_ever(save, folder: str, told: int) -> None:
    """Saves, and writes a byte into a pipe after each save."""
    for number in itertools.count():
        save(folder, number)
        os.write(told, b".")


def main(kind: str, folder: str, rounds: str) -> None:
    """Starts and kills one child after the other."""
    moments = random.Random(kind)
    save = KINDS[kind]()
    for round_number in range(int(rounds)):
        own = os.path.join(folder, str(round_number))
        os.mkdir(own)
        hears, told = os.pipe()
        child = os.fork()
        started = time.monotonic()
        if child == 0:
            os.close(hears)
            save_for_ever(save, own, told)
        os.close(told)
        count = len(os.read(hears, 1))  # the first save is complete
        took = time.monotonic() - started
        time.sleep(moments.uniform(0.0, max(0.03, 2 * took)))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while chunk := os.read(hears, 4096):
            count += len(chunk)
        os.close(hears)
        print(count - 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
