"""Summaries of 1.x."""

import glob

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

PNG = b"\x89PNG"


def _run(make):
    with tf.Graph().as_default(), v1.Session() as session:
        return v1.Summary.FromString(session.run(make()))


@pytest.mark.covers("ScalarSummary", "MergeSummary")
def test_scalars_and_merges(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        assert v1.summary.merge_all() is None
        with tf.name_scope("part"):
            loss = v1.summary.scalar("loss", tf.constant(0.5), family="train")
        v1.summary.scalar("other", 2)
        merged = v1.summary.merge_all()
        assert loss.op.name == "part/train/loss"
        with v1.summary.FileWriter(tmp_path, session.graph) as writer:
            for step in range(3):
                writer.add_summary(session.run(merged), step)
    (path,) = glob.glob(f"{tmp_path}/*")
    events = list(v1.train.summary_iterator(path))
    assert events[1].graph_def
    assert [event.step for event in events[2:]] == [0, 1, 2]
    tags = {value.tag: value.simple_value for value in events[2].summary.value}
    assert tags == {"train/part/train/loss": 0.5, "other": 2.0}


@pytest.mark.covers("HistogramSummary")
def test_histograms() -> None:
    values = [0.0, 1.0, 1.0, -2.0, 1e-13]
    (value,) = _run(lambda: v1.summary.histogram("h", values)).value
    histogram = value.histo
    assert (histogram.min, histogram.max, histogram.num) == (-2.0, 1.0, 5.0)
    np.testing.assert_allclose(
        histogram.bucket_limit[:-1],
        [-2.16281900, -1.96619910, 0.0, 1e-12, 0.917246389, 1.00897103],
        rtol=1e-8,
    )
    assert list(histogram.bucket) == [0, 1, 0, 2, 0, 2, 0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="Nan in summary"):
        _run(lambda: v1.summary.histogram("h", [np.nan]))


@pytest.mark.covers("ImageSummary")
def test_images_are_scaled() -> None:
    from PIL import Image

    picture = np.array([[[[-1.0], [0.5]], [[2.0], [np.nan]]]], np.float32)
    (value,) = _run(lambda: v1.summary.image("i", picture, max_outputs=1)).value
    assert value.tag == "i/image"
    assert value.image.encoded_image_string.startswith(PNG)
    import io

    shown = np.asarray(Image.open(io.BytesIO(value.image.encoded_image_string)))
    assert shown.tolist() == [[64, 159], [255, 255]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="4-D"):
        _run(lambda: v1.summary.image("i", tf.zeros([2, 2])))


@pytest.mark.covers("AudioSummaryV2", "TensorSummaryV2")
def test_sounds_and_texts() -> None:
    sound = tf.constant([[0.0, 0.5, -1.0, 2.0]])
    (value,) = _run(lambda: v1.summary.audio("a", sound, 100.0)).value
    assert value.tag == "a/audio/0"
    samples = np.frombuffer(value.audio.encoded_audio_string[44:], "<i2")
    assert samples.tolist() == [0, 16384, -32768, 32767]
    (value,) = _run(lambda: v1.summary.text("t", tf.constant("hello"))).value
    assert value.metadata.plugin_data.plugin_name == "text"
    assert list(value.tensor.string_val) == [b"hello"]


def test_writers_are_for_graphs(tmp_path) -> None:
    with pytest.raises(RuntimeError, match="not compatible with eager"):
        v1.summary.FileWriter(tmp_path)
    with tf.Graph().as_default():
        writer = v1.summary.FileWriterCache.get(str(tmp_path))
        assert v1.summary.FileWriterCache.get(str(tmp_path)) is writer
        v1.summary.FileWriterCache.clear()
