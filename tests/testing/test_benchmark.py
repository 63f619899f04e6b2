"""Measurements."""

import json

import tensorbrook as tf


class Sums(tf.test.Benchmark):
    def benchmark_sum(self):
        self.report_benchmark(iters=1, wall_time=0.5, extras={"a": 1})


def test_a_line_of_json(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("TEST_REPORT_FILE_PREFIX", f"{tmp_path}/")
    Sums().benchmark_sum()
    line = json.loads(capsys.readouterr().out)
    assert line["name"] == "Sums.benchmark_sum" and line["extras"] == {"a": 1}
    assert json.loads((tmp_path / "Sums.benchmark_sum").read_text()) == line


def test_sessions_are_measured(capsys):
    with tf.Graph().as_default():
        x = tf.constant(1.0) + 1.0
        with tf.compat.v1.Session() as session:
            found = Sums().run_op_benchmark(session, x, min_iters=3, name="add", mbs=1)
    assert found["iters"] == 3 and found["name"] == "Sums.add"
    assert "wall_time" in capsys.readouterr().out


def test_values_and_settings():
    assert Sums().evaluate([tf.constant(2)]) == [2]
    assert tf.test.Benchmark.is_abstract() and not Sums.is_abstract()
    assert type(tf.test.benchmark_config()).__name__ == "ConfigProto"
