"""Profiles and their files."""

import gzip
import json

import pytest

import tensorbrook as tf

profiler = tf.profiler.experimental


def events(logdir):
    (path,) = logdir.glob("plugins/profile/*/*.trace.json.gz")
    trace = json.loads(gzip.decompress(path.read_bytes()))
    return [event for event in trace["traceEvents"] if event["ph"] == "X"]


def test_operations_and_functions_are_noted(tmp_path):
    double = tf.function(lambda x: x * 2.0, jit_compile=False)
    with profiler.Profile(str(tmp_path)):
        with profiler.Trace("step", step_num=3) as trace:
            trace.set_metadata(size=2)
            double(tf.exp([1.0, 2.0]) + 1.0)
    found = {event["name"]: event for event in events(tmp_path)}
    assert {"Exp", "AddV2", "step"} <= found.keys()
    assert found["step"]["args"] == {"step_num": "3", "size": "2"}
    step, exp = found["step"], found["Exp"]
    assert step["ts"] <= exp["ts"]
    assert step["ts"] + step["dur"] >= exp["ts"] + exp["dur"]


def test_only_traces(tmp_path):
    profiler.start(str(tmp_path), profiler.ProfilerOptions(host_tracer_level=0))
    with profiler.Trace("step"):
        tf.exp(1.0)
    profiler.stop()
    assert [event["name"] for event in events(tmp_path)] == ["step"]


def test_nothing_is_left_behind(tmp_path):
    from tensorbrook._src.core.op import Op

    before = Op.__call__
    profiler.start(str(tmp_path))
    assert Op.__call__ is not before
    profiler.stop(save=False)
    assert Op.__call__ is before and not list(tmp_path.iterdir())
    with profiler.Trace("outside"):
        pass


def test_errors_are_noted_too(tmp_path):
    with profiler.Profile(str(tmp_path)):
        with pytest.raises(tf.errors.InvalidArgumentError):
            tf.gather_nd([1], [[9]])
    assert "GatherNd" in {event["name"] for event in events(tmp_path)}


def test_one_profile_at_a_time(tmp_path):
    profiler.start(str(tmp_path))
    try:
        with pytest.raises(tf.errors.AlreadyExistsError, match="running"):
            profiler.start(str(tmp_path))
    finally:
        profiler.stop(save=False)
    with pytest.raises(tf.errors.UnavailableError, match="No profiler"):
        profiler.stop()
