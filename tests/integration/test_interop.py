"""Files that TensorFlow itself wrote, and what reading them must give."""

import pathlib

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.formats import tensor_proto

FILES = pathlib.Path(__file__).resolve().parents[3] / "shared" / "interop"

pytestmark = pytest.mark.skipif(not FILES.exists(), reason="there are no such files")


@pytest.fixture(scope="module")
def expected():
    with np.load(FILES / "expected.npz") as archive:
        return dict(archive)


def _near(found, wanted) -> None:
    np.testing.assert_allclose(np.asarray(found), wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("base", ["mlp", "cnn", "rnn"])
@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_keras_models(base, ending, expected) -> None:
    model = tf.keras.models.load_model(FILES / f"{base}{ending}", compile=False)
    _near(model(expected[f"{base}/in"]), expected[f"{base}/out"])


@pytest.mark.filterwarnings("ignore:Optimizer")  # that of the file was another one
@pytest.mark.parametrize("base", ["mlp", "cnn", "rnn"])
def test_keras_weights(base, expected) -> None:
    text = (FILES / f"{base}.json").read_text()
    model = tf.keras.models.model_from_json(text)
    model.load_weights(FILES / f"{base}.weights.h5")
    _near(model(expected[f"{base}/in"]), expected[f"{base}/out"])


def test_keras_model_of_several_inputs(expected) -> None:
    model = tf.keras.models.load_model(FILES / "two.keras", compile=False)
    found = model({"a": expected["two/in/a"], "b": expected["two/in/b"]})
    for index in range(2):
        _near(found[index], expected[f"two/out/{index}"])


@pytest.mark.parametrize("base", ["mlp", "cnn", "rnn"])
def test_exported_models(base, expected) -> None:
    loaded = tf.saved_model.load(FILES / f"{base}_export")
    _near(loaded.serve(expected[f"{base}/in"]), expected[f"{base}/out"])


def test_module_with_control_flow(expected) -> None:
    loaded = tf.saved_model.load(FILES / "affine")
    _near(loaded(expected["affine/in"]), expected["affine/out"])
    _near(loaded(expected["affine/in2"]), expected["affine/out2"])
    assert len(loaded.variables) == 3
    found = loaded.signatures["serving_default"](x=tf.constant(expected["affine/in"]))
    assert found["output_0"].shape == expected["affine/out"].shape


def test_object_based_checkpoint(expected) -> None:
    latest = tf.train.latest_checkpoint(FILES / "tf2_ckpt")
    assert latest is not None and latest.endswith("ckpt-2")
    names = [name for name, _ in tf.train.list_variables(latest)]
    assert "nested/1/deep/.ATTRIBUTES/VARIABLE_VALUE" in names
    kernel = tf.Variable(tf.zeros([4, 4]))
    step = tf.Variable(0, dtype=tf.int64)
    nested = [tf.Variable([0.0, 0.0]), {"deep": tf.Variable(["", ""])}]
    checkpoint = tf.train.Checkpoint(kernel=kernel, step=step, nested=nested)
    checkpoint.restore(latest).assert_consumed()
    _near(kernel, expected["tf2_ckpt/kernel"])
    _near(nested[0], expected["tf2_ckpt/nested0"])
    assert int(step) == 7 and int(checkpoint.save_counter) == 2
    assert nested[1]["deep"].numpy().tolist() == [b"a", b"bc"]
    value = tf.train.load_variable(latest, "kernel/.ATTRIBUTES/VARIABLE_VALUE")
    _near(value, expected["tf2_ckpt/kernel"])


def test_saver_and_meta_graph(expected) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(str(FILES / "v1_saver/model.ckpt-42.meta"))
        saver.restore(session, v1.train.latest_checkpoint(FILES / "v1_saver"))
        _near(session.run("Y:0", {"X:0": expected["v1/in"]}), expected["v1/out"])
        values = {v.op.name: session.run(v) for v in v1.global_variables()}
    _near(values["layer/W"], expected["v1/W"])


def test_frozen_graph(expected) -> None:
    definition = v1.GraphDef.FromString((FILES / "frozen.pb").read_bytes())
    with tf.Graph().as_default(), v1.Session() as session:
        tf.graph_util.import_graph_def(definition, name="")
        _near(session.run("Y:0", {"X:0": expected["v1/in"]}), expected["v1/out"])


def test_saved_model_of_a_session(expected) -> None:
    folder = FILES / "v1_saved_model"
    with tf.Graph().as_default(), v1.Session() as session:
        meta = v1.saved_model.load(session, ["serve"], folder)
        signature = meta.signature_def["serving_default"]
        x, y = signature.inputs["x"].name, signature.outputs["y"].name
        _near(session.run(y, {x: expected["v1/in"]}), expected["v1/out"])
    loaded = tf.saved_model.load(folder)
    found = loaded.signatures["serving_default"](x=tf.constant(expected["v1/in"]))
    _near(found["y"], expected["v1/out"])


@pytest.mark.parametrize(
    ("name", "kind"), [("", ""), ("_gzip", "GZIP"), ("_zlib", "ZLIB")]
)
def test_records(name, kind) -> None:
    path = str(FILES / f"examples{name}.tfrecord")
    options = tf.io.TFRecordOptions(compression_type=kind)
    records = list(v1.io.tf_record_iterator(path, options))
    parsed = tf.io.parse_example(
        records,
        {
            "id": tf.io.FixedLenFeature([], tf.int64),
            "x": tf.io.FixedLenFeature([2], tf.float32),
            "name": tf.io.FixedLenFeature([], tf.string),
        },
    )
    assert parsed["id"].numpy().tolist() == list(range(10))
    _near(parsed["x"], [[i * 0.5, -i] for i in range(10)])
    assert parsed["name"].numpy()[3] == b"row 3"


def test_events() -> None:
    (path,) = (FILES / "events").iterdir()
    values = [
        (event.step, value)
        for event in v1.train.summary_iterator(path)
        for value in event.summary.value
    ]
    losses = {
        step: float(tensor_proto.from_proto(value.tensor)[0])
        for step, value in values
        if value.tag == "loss"
    }
    for step, loss in losses.items():
        assert loss == pytest.approx(1 / (step + 1))
    plugins = {value.metadata.plugin_data.plugin_name for _, value in values}
    assert {"scalars", "histograms", "text", "images"} <= plugins
