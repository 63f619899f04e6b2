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


class Trained(tf.Module):
    """A training step that runs without Python."""

    def __init__(self) -> None:
        super().__init__()
        self.w = tf.Variable(np.linspace(-1, 1, 3, dtype=np.float32)[:, None])
        self.velocity = tf.Variable(tf.zeros([3, 1]))

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def train(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(tf.matmul(x, self.w) - 1.0))
        self.velocity.assign(0.9 * self.velocity - 0.01 * tape.gradient(loss, self.w))
        self.w.assign_add(self.velocity)
        return loss


class Clipped(tf.Module):
    """A gradient of its own, which uses a tensor of the function."""

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, x):
        @tf.custom_gradient
        def exponential(x):
            y = tf.exp(x)
            return tf.identity(y), lambda dy: tf.clip_by_value(dy * y, -0.5, 0.5)

        return 2.0 * exponential(x)


class Words(tf.Module):
    """Tables from files and from tensors, and functions of strings."""

    def __init__(self, path: str) -> None:
        super().__init__()
        file = tf.lookup.TextFileInitializer(
            path,
            tf.string,
            tf.lookup.TextFileIndex.WHOLE_LINE,
            tf.int64,
            tf.lookup.TextFileIndex.LINE_NUMBER,
        )
        self.table = tf.lookup.StaticVocabularyTable(file, 2)
        pairs = tf.lookup.KeyValueTensorInitializer(["a", "b"], [10.0, 20.0])
        self.counted = tf.lookup.StaticHashTable(pairs, -1.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def ids(self, texts):
        return self.table.lookup(texts)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def counts(self, texts):
        return {"counts": self.counted.lookup(texts)}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def parts(self, texts):
        return tf.strings.split(texts)


class Bent(tf.Module):
    """A function with a gradient of its own."""

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, x):
        @tf.custom_gradient
        def bent(x):
            return tf.nn.softplus(x), lambda dy: 2.0 * dy

        return bent(x)


def _models() -> dict:
    layers, start = tf.keras.layers, tf.keras.Input
    return {
        "dense": tf.keras.Sequential([start((3,)), layers.Dense(2, "gelu")]),
        "conv": tf.keras.Sequential(
            [
                start((6, 6, 2)),
                layers.Conv2D(3, 3, padding="same", activation="relu"),
                layers.BatchNormalization(),
                layers.MaxPooling2D(),
                layers.Dropout(0.5),
                layers.Flatten(),
                layers.Dense(2, "softmax"),
            ]
        ),
        "recurrent": tf.keras.Sequential(
            [
                start((4, 3)),
                layers.LSTM(4, return_sequences=True),
                layers.Bidirectional(layers.GRU(3)),
            ]
        ),
    }


def _write_saved_models(folder: pathlib.Path, x) -> dict:
    module = Branching()
    tf.saved_model.save(module, folder / "module")
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(module(x))
    tf.train.Checkpoint(w=module.w).save(folder / "checkpoint" / "c")
    trained = Trained()
    tf.saved_model.save(trained, folder / "trained")
    clipped = Clipped()
    tf.saved_model.save(clipped, folder / "clipped")
    with tf.GradientTape() as watching:
        watching.watch(watched := tf.constant(x))
        clipped_total = tf.reduce_sum(clipped(watched))
    (folder / "words.txt").write_text("a\nb\nc\n")
    words = Words(str(folder / "words.txt"))
    tf.saved_model.save(words, folder / "words", {"counts": words.counts})
    bent = Bent()
    tf.saved_model.save(bent, folder / "bent")
    (folder / "words.txt").unlink()
    texts = tf.constant(["b", "c", "nothing", "a"])
    return {
        "module": module(x).numpy().tolist(),
        "gradient": tape.gradient(total, module.w).numpy().tolist(),
        "clipped": watching.gradient(clipped_total, watched).numpy().tolist(),
        "w": module.w.numpy().tolist(),
        "restored": module.w.numpy().tolist(),
        "names": sorted(n for n, _ in tf.train.list_variables(folder / "checkpoint")),
        "losses": [float(trained.train(x)) for _ in range(3)],
        "ids": words.ids(texts).numpy().tolist(),
        "counts": words.counts(texts)["counts"].numpy().tolist(),
        "parts": [["a", "b"], ["c"]],
        "bent": bent(x).numpy().tolist(),
    }


@pytest.mark.filterwarnings("ignore")
def _write_keras(folder: pathlib.Path, inputs: dict) -> dict:
    wanted = {}
    for name, model in _models().items():
        value = inputs[name]
        model.export(folder / f"{name}_served", verbose=False)
        outputs = model(value).numpy().tolist()
        wanted[f"{name}_served"] = outputs
        for ending in (".keras", ".h5"):
            model.save(folder / f"{name}{ending}")
            wanted[f"{name}{ending}"] = outputs
        model.save_weights(folder / f"{name}.weights.h5")
        wanted[f"{name}.weights.h5"] = outputs
    model = _models()["dense"]
    x = inputs["dense"]
    model.compile("adam", "mse")
    model.train_on_batch(x, x[:, :2])
    model.save(folder / "compiled.keras")
    wanted["compiled"] = [
        float(model.train_on_batch(x, x[:, :2], return_dict=True)["loss"])
        for _ in range(3)
    ]
    return wanted


def _write_kinds(folder: pathlib.Path) -> dict:
    """A checkpoint with a tensor of each dtype."""
    names = (
        "float16 float32 float64 bfloat16 int8 int16 int32 int64 uint8 uint16 uint32"
    )
    values = {
        name: tf.Variable(tf.cast([[0, 1, 2]], name))
        for name in f"{names} uint64 complex64 complex128 bool".split()
    }
    values["scalar"] = tf.Variable(3.5)
    values["empty"] = tf.Variable(tf.zeros([0, 2]))
    values["texts"] = tf.Variable(["", "a" * 300, "b"])
    tf.train.Checkpoint(**values).write(folder / "kinds")
    kinds = {n: (v.dtype.name, v.shape.as_list()) for n, v in values.items()}
    (folder / "kinds.json").write_text(json.dumps(kinds))
    found = {
        name: np.atleast_1d(value.numpy())
        .astype(np.complex128)
        .view(np.float64)
        .tolist()
        if value.dtype != tf.string
        else [text.decode() for text in value.numpy()]
        for name, value in values.items()
    }
    return {"kinds": found}


def _write_sessions(folder: pathlib.Path, x) -> dict:
    wanted = {}
    with tf.Graph().as_default() as graph, v1.Session() as session:
        fed = v1.placeholder(tf.float32, [None, 3], name="x")
        w = v1.get_variable("w", initializer=np.ones((3, 2), np.float32) / 3)
        y = tf.identity(tf.nn.relu(tf.matmul(fed, w)), name="y")
        session.run(w.initializer)
        v1.train.Saver().save(session, str(folder / "saver" / "m"))
        v1.saved_model.simple_save(session, folder / "simple", {"x": fed}, {"y": y})
        outputs = session.run(y, {fed: x}).tolist()
        frozen = tf.compat.v1.graph_util.convert_variables_to_constants(
            session, graph.as_graph_def(), ["y"]
        )
        tf.io.write_graph(frozen, folder, "frozen.pb", as_text=False)
        tf.io.write_graph(frozen, folder, "frozen.pbtxt", as_text=True)
    for name in ("session", "simple", "frozen.pb", "frozen.pbtxt"):
        wanted[name] = outputs
    for name in ("parts", "sharded", "before_2016"):
        with tf.Graph().as_default(), v1.Session() as session:
            big = v1.get_variable(
                "big", [7, 3], partitioner=v1.fixed_size_partitioner(3)
            )
            session.run(v1.global_variables_initializer())
            version = 1 if name == "before_2016" else 2
            saver = v1.train.Saver(sharded=name == "sharded", write_version=version)
            saver.save(session, str(folder / name / "m"))
            value = session.run(tf.convert_to_tensor(big)).tolist()
        wanted |= {f"{name} whole": value, f"{name} cut": value}
    return wanted


def _write_records(folder: pathlib.Path) -> dict:
    wanted = {}
    for kind in ("", "GZIP", "ZLIB"):
        with tf.io.TFRecordWriter(str(folder / f"records{kind}"), kind) as writer:
            for number in range(3):
                made = tf.train.Example()
                feature = made.features.feature
                feature["id"].int64_list.value.append(number)
                feature["x"].float_list.value.extend([number / 2, -1.0])
                feature["name"].bytes_list.value.extend([b"row"] * number)
                writer.write(made.SerializeToString())
        rows = [[number / 2, -1.0] for number in range(3)]
        wanted[f"records{kind}"] = [[0, 1, 2], rows, ["row"] * 3]
    return wanted


def _write_events(folder: pathlib.Path) -> dict:
    image = np.zeros((1, 4, 4, 3), np.float32)
    with tf.summary.create_file_writer(str(folder / "log")).as_default():
        tf.summary.scalar("loss", 0.5, step=1)
        tf.summary.histogram("weights", np.arange(9.0), step=2)
        tf.summary.image("picture", image, step=3)
        tf.summary.audio("sound", np.zeros((1, 80, 1), np.float32), 8000, step=4)
        tf.summary.text("words", "some", step=5)
        tf.summary.graph(
            tf.function(lambda: tf.ones(2) + 1.0).get_concrete_function().graph
        )
    with tf.Graph().as_default() as graph, v1.Session() as session:
        v1.summary.scalar("loss", tf.constant(0.5))
        v1.summary.histogram("weights", tf.range(9.0))
        v1.summary.image("picture", image)
        merged = v1.summary.merge_all()
        writer = v1.summary.FileWriter(str(folder / "log_v1"), graph)
        writer.add_summary(session.run(merged), 7)
        writer.close()
    for name in ("log", "log_v1"):
        (path,) = glob.glob(f"{folder}/{name}/*")
        shutil.copy(path, folder / f"{name}.events")
    written = [
        (1, "loss", "scalars", "tensor"),
        (2, "weights", "histograms", "tensor"),
        (3, "picture", "images", "tensor"),
        (4, "sound", "audio", "tensor"),
        (5, "words", "text", "tensor"),
        ("graph", True),
    ]
    written_v1 = [
        (7, "loss", "", "simple_value"),
        (7, "weights", "", "histo"),
        (7, "picture/image/0", "", "image"),
        ("graph", True),
    ]
    return {
        "log": sorted(str(list(event)) for event in written),
        "log_v1": sorted(str(list(event)) for event in written_v1),
    }


@pytest.mark.filterwarnings("ignore")
def test_tensorflow_reads_what_is_written(python, tmp_path) -> None:
    chance = np.random.default_rng(0)
    inputs = {
        "dense": np.arange(6, dtype=np.float32).reshape(2, 3),
        "conv": chance.random((2, 6, 6, 2), np.float32),
        "recurrent": chance.random((2, 4, 3), np.float32),
    }
    for name, file in (("dense", "x"), ("conv", "images"), ("recurrent", "steps")):
        np.save(tmp_path / f"{file}.npy", inputs[name])
    x = inputs["dense"]
    wanted = _write_saved_models(tmp_path, x)
    wanted |= _write_keras(tmp_path, inputs)
    wanted |= _write_kinds(tmp_path)
    wanted |= _write_sessions(tmp_path, x)
    wanted |= _write_records(tmp_path)
    wanted |= _write_events(tmp_path)
    done = subprocess.run(
        [python, str(_PROGRAM), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        if name in ("names", "ids", "parts", "kinds", "log", "log_v1"):
            assert found[name] == value, name
        elif not name.startswith("records"):
            np.testing.assert_allclose(
                found[name], value, rtol=1e-4, atol=1e-5, err_msg=name
            )
        else:
            assert found[name] == value, name
