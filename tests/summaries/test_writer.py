"""Summaries of 2.x, as TensorBoard reads them."""

import glob

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.event_file import read_events


def _events(folder):
    (path,) = glob.glob(f"{folder}/*.v2")
    return list(read_events(path))


def _values(folder):
    return {
        (value.tag, event.step): value
        for event in _events(folder)
        for value in event.summary.value
    }


def _array(value):
    return tensor_proto.from_proto(value.tensor)[0]


@pytest.mark.covers("WriteSummary", "FlushSummaryWriter", "CloseSummaryWriter")
def test_scalars_histograms_and_text(tmp_path) -> None:
    writer = tf.summary.create_file_writer(tmp_path)
    with writer.as_default(step=7):
        assert tf.summary.scalar("loss", 0.5)
        assert tf.summary.histogram("h", [1.0, 2.0, 3.0], buckets=3)
        assert tf.summary.histogram("same", [2.0, 2.0], buckets=2)
        assert tf.summary.histogram("empty", tf.zeros([0]), buckets=2)
        with tf.name_scope("part"):
            assert tf.summary.text("words", ["a", "b"], description="two words")
    writer.close()
    assert _events(tmp_path)[0].file_version == "brain.Event:2"
    values = _values(tmp_path)
    assert _array(values["loss", 7]) == 0.5
    assert values["loss", 7].metadata.plugin_data.plugin_name == "scalars"
    third = 2 / 3
    np.testing.assert_allclose(
        _array(values["h", 7]),
        [[1, 1 + third, 1], [1 + third, 3 - third, 1], [3 - third, 3, 1]],
    )
    assert _array(values["same", 7]).tolist() == [[2, 2, 0], [2, 2, 2]]
    assert _array(values["empty", 7]).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert _array(values["part/words", 7]).tolist() == [b"a", b"b"]
    assert values["part/words", 7].metadata.summary_description == "two words"
    with pytest.raises(RuntimeError, match="closed"):
        writer.set_as_default()


def test_steps_and_conditions(tmp_path) -> None:
    assert not tf.summary.scalar("nowhere", 1.0, step=1)
    writer = tf.summary.create_file_writer(tmp_path)
    with writer.as_default():
        with pytest.raises(ValueError, match="No step set"):
            tf.summary.scalar("loss", 1.0)
        tf.summary.experimental.set_step(3)
        for condition in (False, lambda: tf.constant(False)):
            with tf.summary.record_if(condition):
                assert not tf.summary.scalar("loss", 1.0)
        assert tf.summary.should_record_summaries()
        assert tf.summary.scalar("loss", 1.0)
        tf.summary.experimental.set_step(None)
        with tf.summary.create_noop_writer().as_default():
            assert not tf.summary.scalar("loss", 1.0, step=9)
    assert list(_values(tmp_path)) == [("loss", 3)]


def test_summaries_in_functions_are_written_in_every_call(tmp_path) -> None:
    writer = tf.summary.create_file_writer(tmp_path)

    @tf.function
    def step(x, number):
        with writer.as_default():
            tf.summary.scalar("x", x, step=number)
            tf.summary.histogram("h", [x, x + 1.0], step=number, buckets=1)
        return x

    for number in range(3):
        step(tf.constant(float(number)), tf.constant(number, tf.int64))
    writer.flush()
    values = _values(tmp_path)
    assert [float(_array(values["x", n])) for n in range(3)] == [0.0, 1.0, 2.0]
    assert _array(values["h", 2]).tolist() == [[2.0, 3.0, 2.0]]


@pytest.mark.covers("WriteGraphSummary", "WriteRawProtoSummary")
def test_graphs_and_traces(tmp_path) -> None:
    writer = tf.summary.create_file_writer(tmp_path)
    with writer.as_default():
        tf.summary.trace_on()

        @tf.function
        def double(x):
            return x * 2.0

        double(tf.constant(1.0))
        tf.summary.trace_export("trace", step=0)
        assert tf.summary.graph(double.get_concrete_function(tf.constant(1.0)).graph)
        content = tf.compat.v1.Summary()
        content.value.add(tag="raw", simple_value=2.0)
        tf.summary.experimental.write_raw_pb(content.SerializeToString(), step=1)
        with pytest.raises(ValueError, match="trace_on"):
            tf.summary.trace_export("again", step=0)
    events = _events(tmp_path)
    graphs = [
        tf.compat.v1.GraphDef.FromString(event.graph_def)
        for event in events
        if event.graph_def
    ]
    assert any(node.op == "Mul" for node in graphs[0].node)
    values = _values(tmp_path)
    metadata = tf.compat.v1.RunMetadata.FromString(_array(values["trace", 0]).item())
    assert len(metadata.function_graphs) == 1
    assert values["raw", 1].simple_value == 2.0


@pytest.mark.covers(
    "WriteScalarSummary",
    "WriteHistogramSummary",
    "WriteImageSummary",
    "WriteAudioSummary",
)
def test_summaries_in_the_form_of_1x(tmp_path) -> None:
    writer = tf.summary.create_file_writer(tmp_path)
    step = tf.constant(2, tf.int64)
    raw = tf.raw_ops
    raw.WriteScalarSummary(writer=writer.handle, step=step, tag="s", value=1.5)
    raw.WriteHistogramSummary(writer=writer.handle, step=step, tag="h", values=[1.0])
    raw.WriteImageSummary(
        writer=writer.handle,
        step=step,
        tag="i",
        tensor=tf.zeros([1, 2, 2, 1]),
        bad_color=tf.zeros([4], tf.uint8),
    )
    raw.WriteAudioSummary(
        writer=writer.handle,
        step=step,
        tag="a",
        tensor=tf.zeros([1, 4]),
        sample_rate=8.0,
    )
    writer.flush()
    values = _values(tmp_path)
    assert values["s", 2].simple_value == 1.5
    assert values["h", 2].histo.num == 1.0
    assert values["i/image/0", 2].image.height == 2
    assert values["a/audio/0", 2].audio.length_frames == 4


def test_images_and_sounds(tmp_path) -> None:
    writer = tf.summary.create_file_writer(tmp_path)
    pictures = np.array([[[[0.0]], [[0.5]]]] * 4, np.float32)

    @tf.function
    def step(images):
        return tf.summary.image("f", images, step=1, max_outputs=1)

    with writer.as_default(step=1):
        assert tf.summary.image("i", pictures, max_outputs=2)
        assert step(tf.constant(pictures))
        assert tf.summary.audio("a", np.zeros((5, 4, 1), np.float32), 8)
        with pytest.raises(ValueError, match="rank 4"):
            tf.summary.image("wrong", pictures[0])
        with pytest.raises(ValueError, match="mp3"):
            tf.summary.audio("wrong", np.zeros((5, 4, 1)), 8, encoding="mp3")
    values = _values(tmp_path)
    images = _array(values["i", 1])
    assert images[:2].tolist() == [b"1", b"2"] and len(images) == 4
    assert tf.io.decode_png(images[2]).numpy().tolist() == [[[0]], [[128]]]
    assert len(_array(values["f", 1])) == 3
    assert _array(values["a", 1]).shape == (3, 2)
    assert values["a", 1].metadata.plugin_data.content == b"\x10\x0b"


def test_real_tensorboard_reads_it(tmp_path) -> None:
    reading = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator"
    )
    writer = tf.summary.create_file_writer(tmp_path)
    with writer.as_default():
        for step in range(3):
            tf.summary.scalar("loss", 1.0 / (step + 1), step=step)
        tf.summary.graph(tf.Graph())
    writer.close()
    accumulator = reading.EventAccumulator(str(tmp_path))
    accumulator.Reload()
    assert accumulator.Tags()["tensors"] == ["loss"]
    assert [event.step for event in accumulator.Tensors("loss")] == [0, 1, 2]
