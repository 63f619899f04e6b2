"""Staging areas: what is put there comes out, in one order or by its key."""

import threading

import pytest

import tensorbrook as tf

raw = tf.raw_ops


@pytest.mark.covers("Stage", "Unstage", "StagePeek", "StageSize", "StageClear")
def test_lines():
    area = {"dtypes": [tf.float32, tf.int32], "shared_name": "lines"}
    raw.Stage(values=[1.0, 2], shared_name="lines")
    raw.Stage(values=[3.0, 4], shared_name="lines")
    assert raw.StageSize(**area) == 2
    assert raw.StagePeek(index=1, **area) == [3.0, 4]
    assert raw.Unstage(**area) == [1.0, 2]
    with pytest.raises(tf.errors.InvalidArgumentError, match="Type mismatch"):
        raw.StagePeek(index=0, dtypes=[tf.int32, tf.int32], shared_name="lines")
    raw.StageClear(**area)
    assert raw.StageSize(**area) == 0
    with pytest.raises(tf.errors.ResourceExhaustedError, match="memory limit of 2"):
        raw.Stage(values=[1.0], memory_limit=2, shared_name="small")


def test_a_thread_waits():
    area = {"dtypes": [tf.int32], "shared_name": "waits"}
    got = []
    thread = threading.Thread(target=lambda: got.append(int(raw.Unstage(**area)[0])))
    thread.start()
    raw.Stage(values=[7], shared_name="waits")
    thread.join(20)
    assert got == [7]


@pytest.mark.covers(
    "MapStage",
    "MapPeek",
    "MapUnstage",
    "MapUnstageNoKey",
    "MapSize",
    "MapIncompleteSize",
    "MapClear",
)
def test_maps():
    area = {"dtypes": [tf.float32, tf.int32], "shared_name": "map"}
    raw.MapStage(key=1, indices=[0], values=[1.0], **area)
    assert (raw.MapSize(**area), raw.MapIncompleteSize(**area)) == (0, 1)
    raw.MapStage(key=1, indices=[1], values=[7], **area)
    assert raw.MapPeek(key=1, indices=[0, 1], **area) == [1.0, 7]
    part = raw.MapUnstage(key=1, indices=[1], dtypes=[tf.int32], shared_name="map")
    assert part == [7]
    with pytest.raises(tf.errors.InvalidArgumentError, match="taken before"):
        raw.MapPeek(key=1, indices=[0, 1], **area)
    raw.MapStage(key=2, indices=[0, 1], values=[3.0, 4], **area)
    raw.MapUnstage(key=1, indices=[0], dtypes=[tf.float32], shared_name="map")
    key, values = raw.MapUnstageNoKey(indices=[0, 1], **area)
    assert key == 2 and values == [3.0, 4]
    for wrong in ([5], [-1]):
        with pytest.raises(tf.errors.InvalidArgumentError, match="out of bounds"):
            raw.MapStage(key=1, indices=wrong, values=[1.0], **area)
    raw.MapStage(key=1, indices=[0], values=[1.0], **area)
    raw.MapClear(**area)
    assert raw.MapIncompleteSize(**area) == 0


@pytest.mark.covers(
    "OrderedMapStage",
    "OrderedMapPeek",
    "OrderedMapUnstage",
    "OrderedMapUnstageNoKey",
    "OrderedMapSize",
    "OrderedMapIncompleteSize",
    "OrderedMapClear",
)
def test_the_smallest_key_comes_first():
    area = {"dtypes": [tf.float32], "shared_name": "ordered"}
    for key in (3, 1, 2):
        raw.OrderedMapStage(key=key, indices=[0], values=[key * 1.0], **area)
    assert raw.OrderedMapPeek(key=2, indices=[0], **area) == [2.0]
    assert raw.OrderedMapUnstageNoKey(indices=[0], **area).key == 1
    assert raw.OrderedMapUnstage(key=3, indices=[0], **area) == [3.0]
    assert raw.OrderedMapSize(**area) == 1
    raw.OrderedMapClear(**area)
    assert raw.OrderedMapIncompleteSize(**area) == raw.OrderedMapSize(**area) == 0


def test_nobody_waits_for_nobody():
    if threading.active_count() > 1:
        pytest.skip("other threads are running")
    with pytest.raises(tf.errors.DeadlineExceededError, match="no other thread"):
        raw.Unstage(dtypes=[tf.int32], shared_name="alone")
