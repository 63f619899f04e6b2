"""The life of a test case."""

import contextlib
import pathlib
import sys

import pytest

import tensorbrook as tf


class Case(tf.test.TestCase):
    numbers = []  # noqa: RUF012 - what the tests have drawn

    def test_draw(self):
        self.numbers.append(float(tf.random.uniform([])))

    def test_draw_again(self):
        self.numbers.append(float(tf.random.uniform([])))


def test_each_test_begins_with_the_same_seed():
    for name in ("test_draw", "test_draw_again"):
        assert Case(name).run().wasSuccessful()
    assert len(set(Case.numbers)) == 1


def test_sessions_run_graphs():
    case = Case("test_draw")
    with case.session() as session:
        assert session is None
    with tf.Graph().as_default() as graph:
        x = tf.constant(2.0) * 3.0
        with case.session(graph) as session:
            assert session.run(x) == 6.0
            assert case.evaluate(x) == 6.0
        with case.cached_session(graph) as one, case.test_session(graph) as two:
            assert one is two
    case.tearDown()


def test_values_of_structures():
    case = Case("test_draw")
    found = case.evaluate({"a": tf.constant([1]), "b": 2})
    assert found["a"].tolist() == [1] and found["b"] == 2
    assert case.evaluate_if_both_tensors(1, tf.constant(2))[0] == 1


def test_files_go_away():
    case = Case("test_draw")
    folder = pathlib.Path(case.get_temp_dir())
    assert case.create_tempfile(content="x").read_text() == "x"
    assert case.create_tempfile("a/b", b"x").read_bytes() == b"x"
    assert case.create_tempdir("d").is_dir() and case.create_tempdir().is_dir()
    case.doCleanups()
    assert not folder.exists()


def test_threads_report_their_errors():
    case = Case("test_draw")
    good = case.checkedThread(lambda: None)
    good.start()
    good.join()
    assert not good.is_alive()
    bad = case.checkedThread(lambda: 1 / 0)
    bad.start()
    with pytest.raises(AssertionError, match="division"):
        bad.join()


def test_written_text_is_caught(tmp_path):
    case = Case("test_draw")
    with open(tmp_path / "f", "w") as stream:
        with case.captureWritesToStream(stream) as written:
            print("here", file=stream)
            assert written.contents() == "here\n"


def test_contexts_and_properties():
    case = Case("test_draw")
    assert case.enter_context(contextlib.nullcontext(3)) == 3
    case.record_property("a", 1)
    assert case.get_recorded_properties() == {"a": 1}


def test_main_ends_the_program(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules[__name__])
    with pytest.raises(SystemExit):
        tf.test.main(["program", "Case.test_draw"])
