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


def save_for_ever(kind: str, folder: str, told: int) -> None:
    """Saves, and writes a byte into a pipe after each save."""
    writer = EventFile(folder) if kind == "events" else None
    for number in itertools.count():
        if writer is not None:
            writer.add(message("Event")(step=number, file_version="x" * 500))
            writer.flush()
        else:
            {"checkpoint": checkpoint, "model": model}[kind](folder, number)
        os.write(told, b".")


def main(kind: str, folder: str, rounds: str) -> None:
    """Starts and kills one child after the other."""
    moments = random.Random(kind)
    for round_number in range(int(rounds)):
        own = os.path.join(folder, str(round_number))
        os.mkdir(own)
        hears, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hears)
            save_for_ever(kind, own, told)
        os.close(told)
        count = len(os.read(hears, 1))  # the first save is complete
        time.sleep(moments.uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while chunk := os.read(hears, 4096):
            count += len(chunk)
        os.close(hears)
        print(count - 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
