"""Damaged files: a typed error that names the file and the reason, or the right data.

`TENSORBROOK_MUTATIONS` says how many mutations each kind of file gets; the suite tries a
few hundred.
"""

import os
import pathlib
import random
import resource
import signal

import numpy as np
import pytest
from google.protobuf import text_format
from google.protobuf.message import DecodeError

import tensorbrook as tf
from tensorbrook import export
from tensorbrook._src.cli import saved_model as saved_model_command
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import bundle, bundle_writer, records, slices, table
from tensorbrook._src.formats.event_file import EventFile, read_events
from tensorbrook._src.formats.schema import message

_COUNT = int(os.environ.get("TENSORBROOK_MUTATIONS", "300"))
_SLOW = 10  # so much less often are files damaged whose reading takes long
_SECONDS = 60  # reading a damaged file of some kilobytes takes less
_MEMORY = 256 << 20  # and needs less memory than this


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


def _slices(folder):
    path = folder / "m"
    text = np.array([b"a", b"bc", b""], object)
    items = [
        bundle_writer.Item("a", np.arange(6, dtype=np.float32), dtypes.float32),
        bundle_writer.Item("t", text, dtypes.string),
    ]
    slices.write_slices(str(path), items)

    def read():
        reader = slices.reader_of(str(path))
        return {name: reader.read(name).tolist() for name in reader.names()}

    return path, read


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
            clipped = tf.custom_gradient(lambda y: (y + 0.0, lambda dy: dy * tf.exp(y)))
            return clipped(x * self.w) if tf.reduce_sum(x) > 0.0 else x

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


def _text_graph(folder):
    with tf.Graph().as_default() as graph:
        tf.add(tf.constant([1.0, 2.0]), 3.0, name="sum")
    tf.io.write_graph(graph, folder, "graph.pbtxt")

    def read():
        definition = tf.compat.v1.GraphDef()
        text_format.Parse((folder / "graph.pbtxt").read_text("latin-1"), definition)
        with tf.Graph().as_default():
            tf.graph_util.import_graph_def(definition)

    return folder / "graph.pbtxt", read


def _meta(folder):
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        v = v1.get_variable("v", initializer=[1.0, 2.0])
        tf.identity(v + 1.0, name="y")
        session.run(v.initializer)
        v1.train.Saver().save(session, str(folder / "m"))

    def read():
        with tf.Graph().as_default(), v1.Session() as session:
            saver = v1.train.import_meta_graph(str(folder / "m.meta"))
            return saver and session.graph.as_graph_def()

    return folder / "m.meta", read


def _state(folder):
    v = tf.Variable([1.0, 2.0])
    checkpoint = tf.train.Checkpoint(v=v)
    manager = tf.train.CheckpointManager(checkpoint, folder, 2)
    manager.save()

    def read():
        return tf.train.latest_checkpoint(folder)

    return folder / "checkpoint", read


def _examples(folder):
    feature = {
        "a": tf.train.Feature(int64_list=tf.train.Int64List(value=[1, 2, 300])),
        "b": tf.train.Feature(bytes_list=tf.train.BytesList(value=[b"x", b"yz"])),
        "c": tf.train.Feature(float_list=tf.train.FloatList(value=[0.5] * 4)),
    }
    example = tf.train.Example(features=tf.train.Features(feature=feature))
    path = folder / "example"
    path.write_bytes(example.SerializeToString())
    wanted = {
        "a": tf.io.FixedLenFeature([3], tf.int64),
        "b": tf.io.VarLenFeature(tf.string),
        "c": tf.io.RaggedFeature(tf.float32),
    }

    def read():
        tf.io.parse_example([path.read_bytes()] * 2, wanted)
        sequence = {"a": tf.io.FixedLenSequenceFeature([], tf.int64, True)}
        content = path.read_bytes()
        tf.io.parse_single_sequence_example(content, wanted, sequence)

    return path, read


def _zlib(folder):
    with tf.io.TFRecordWriter(str(folder / "file"), "ZLIB") as writer:
        writer.write(b"hello" * 50)

    def read():
        return list(records.read_records(folder / "file", "ZLIB"))

    return folder / "file", read


def _safetensors(folder):
    path = folder / "t.safetensors"
    values = {"a": tf.range(6), "b": tf.constant([[1.0, 2.0]]), "c": tf.constant(True)}
    export.save_safetensors(values, path)

    def read():
        return {n: v.numpy().tolist() for n, v in export.load_safetensors(path).items()}

    return path, read


def _npz(folder):
    path = folder / "in.npz"
    np.savez_compressed(path, a=np.arange(6), b=np.ones((2, 3), np.float32))

    def read():
        return saved_model_command.read_inputs([str(path)])

    return path, read


def _small_model():
    return tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])


def _keras(folder):
    path = folder / "m.keras"
    _small_model().save(path)
    return path, lambda: tf.keras.models.load_model(path).count_params()


def _h5(folder):
    path = folder / "m.h5"
    _small_model().save(path)
    return path, lambda: tf.keras.models.load_model(path).count_params()


def _weights(folder):
    path = folder / "m.weights.h5"
    model = _small_model()
    model.save_weights(path)

    def read():
        model.load_weights(path)
        return model.count_params()

    return path, read


def _fingerprint(folder):
    path = folder / "fingerprint.pb"
    made = message("FingerprintDef")(saved_model_checksum=7, checkpoint_hash=1 << 60)
    path.write_bytes(made.SerializeToString())
    return path, lambda: str(tf.saved_model.experimental.read_fingerprint(folder))


#: Checksums guard every byte: what is read is what was written.
_CHECKED = (_records, _compressed, _zlib, _index, _data, _slices, _table, _events)
_LONG = (_saved_model, _graph, _text_graph, _meta, _keras, _h5, _weights)
_OTHERS = (_state, _examples, _safetensors, _npz, _fingerprint)
#: The caller reads these files; the package gets a message or bytes without a name.
_NAMELESS = (_graph, _text_graph, _examples)
_ERRORS = (
    errors.OpError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class _Late(BaseException):
    """Reading takes too long."""


def _too_late(*_):
    raise _Late(f"more than {_SECONDS} seconds")


@pytest.mark.parametrize(
    "kind", [*_CHECKED, *_LONG, *_OTHERS], ids=lambda kind: kind.__name__[1:]
)
@pytest.mark.filterwarnings("ignore")
def test_damaged_files_are_refused_or_read_rightly(kind, tmp_path) -> None:
    path, read = kind(tmp_path)
    path = pathlib.Path(path)
    whole = path.read_bytes()
    wanted = read()
    chance = random.Random(f"{kind.__name__}{os.environ.get('TENSORBROOK_SEED', '')}")
    count = _COUNT // _SLOW if kind in _LONG and _COUNT < 1000 else _COUNT
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    old = signal.signal(signal.SIGALRM, _too_late)
    try:
        for _ in range(count):
            signal.alarm(_SECONDS)
            path.write_bytes(mutated(whole, chance))
            _read_damaged(kind, path, read, wanted)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < _MEMORY


def _read_damaged(kind, path, read, wanted) -> None:
    """Reads a file once: a typed error that names it and the reason, or right data."""
    try:
        found = read()
    except DecodeError as problem:
        assert kind in _NAMELESS, problem
    except text_format.ParseError as problem:
        assert kind in _NAMELESS, problem
    except _ERRORS as problem:
        named = path.name in str(problem) or str(path.parent) in str(problem)
        assert kind in _NAMELESS or named, problem
        assert str(problem)
    else:
        if kind in (_records, _compressed, _zlib, _events):
            # A file of records may end between two of them, or repeat some.
            assert all(record in wanted for record in found)
        elif kind in _CHECKED:
            assert found == wanted
