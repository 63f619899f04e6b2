"""Damaged files: a typed error that names the file and the reason, or the right data.

`TENSORBROOK_MUTATIONS` says how many mutations each kind of file gets; the suite tries a
few hundred.
"""

import os
import random
import resource

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import bundle, bundle_writer, records, table
from tensorbrook._src.formats.event_file import EventFile, read_events
from tensorbrook._src.formats.schema import message

_COUNT = int(os.environ.get("TENSORBROOK_MUTATIONS", "300"))
_MEMORY = 256 << 20  # what reading damaged files of some kilobytes may take at most
_ALLOWED = (
    errors.OpError,
    ValueError,
    KeyError,
    TypeError,
    NotImplementedError,
    OSError,
    RuntimeError,
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with a flip, a cut, a splice, a repetition or a huge number."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        if not data:
            break
        at = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at:]
        elif kind == 2:
            start = chance.randrange(len(data))
            data[at : at + 20] = data[start : start + chance.randrange(40)]
        elif kind == 3:
            data[at:at] = data[at : at + chance.randrange(30)]
        else:
            data[at : at + 9] = b"\xff" * 8 + b"\x7f"
    return bytes(data)


def _records(folder):
    writer = records.RecordWriter(folder / "file")
    for size in (0, 3, 200):
        writer.write(b"r" * size)
    writer.close()

    def read():
        return list(records.read_records(folder / "file"))

    return folder / "file", read


def _compressed(folder):
    with tf.io.TFRecordWriter(str(folder / "file"), "GZIP") as writer:
        writer.write(b"hello" * 50)

    def read():
        return list(records.read_records(folder / "file", "GZIP"))

    return folder / "file", read


def _bundle(folder, suffix):
    text = np.empty(3, object)
    text[:] = [b"a", b"bc", b""]
    items = [
        bundle_writer.Item("a", np.arange(6, dtype=np.float32), dtypes.float32),
        bundle_writer.Item("t", text, dtypes.string),
    ]
    bundle_writer.write_bundle(str(folder / "m"), items)

    def read():
        reader = bundle.BundleReader(str(folder / "m"))
        return {name: reader.read(name).tolist() for name in reader.names()}

    return folder / f"m.{suffix}", read


def _index(folder):
    return _bundle(folder, "index")


def _data(folder):
    return _bundle(folder, "data-00000-of-00001")


def _table(folder):
    entries = [(f"key{n:03}".encode(), b"v" * n) for n in range(40)]
    (folder / "file").write_bytes(table.encode(entries))

    def read():
        path = folder / "file"
        return table.decode(path.read_bytes(), path)

    return folder / "file", read


def _events(folder):
    writer = EventFile(folder)
    for step in range(3):
        event = message("Event")(step=step)
        event.summary.value.add(tag="loss", simple_value=0.5)
        writer.add(event)
    writer.close()

    def read():
        return [event.step for event in read_events(writer.path)]

    return writer.path, read


def _saved_model(folder):
    class Scale(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.w = tf.Variable([1.0, 2.0])

        @tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
        def __call__(self, x):
            return x * self.w if tf.reduce_sum(x) > 0.0 else x

    tf.saved_model.save(Scale(), folder)

    def read():
        return tf.saved_model.load(folder).w.numpy().tolist()

    return folder / "saved_model.pb", read


def _graph(folder):
    with tf.Graph().as_default() as graph:
        tf.add(tf.constant([1.0, 2.0]), 3.0, name="sum")
    tf.io.write_graph(graph, folder, "graph.pb", as_text=False)

    def read():
        definition = tf.compat.v1.GraphDef.FromString(
            (folder / "graph.pb").read_bytes()
        )
        with tf.Graph().as_default():
            tf.graph_util.import_graph_def(definition)

    return folder / "graph.pb", read


def _checked(kind):
    """Whether checksums guard every byte: then what is read is what was written."""
    return kind in (_records, _compressed, _index, _data, _table, _events)


@pytest.mark.parametrize(
    "kind",
    [_records, _compressed, _index, _data, _table, _events, _saved_model, _graph],
    ids=lambda kind: kind.__name__[1:],
)
def test_damaged_files_are_refused_or_read_rightly(kind, tmp_path) -> None:
    from google.protobuf.message import DecodeError

    path, read = kind(tmp_path)
    whole = path.read_bytes() if hasattr(path, "read_bytes") else open_bytes(path)
    wanted = read()
    chance = random.Random(kind.__name__)
    slow = kind in (_saved_model, _graph)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(_COUNT // 3 if slow else _COUNT):
        with open(path, "wb") as file:
            file.write(mutated(whole, chance))
        try:
            found = read()
        except (*_ALLOWED, DecodeError) as problem:
            assert str(problem)
            continue
        if _checked(kind):
            _compare(kind, found, wanted)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < _MEMORY


def _compare(kind, found, wanted) -> None:
    """A file of records may end between two of them, or repeat some."""
    if kind in (_records, _compressed, _events):
        assert all(record in wanted for record in found)
    else:
        assert found == wanted


def open_bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
