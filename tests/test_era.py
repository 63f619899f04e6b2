"""Tests of _src/era.py."""

import pathlib

import pytest

from tensorbrook._src import era

PROGRAMS = pathlib.Path(__file__).resolve().parents[2] / "shared/programs"


@pytest.fixture(autouse=True)
def undecided(monkeypatch):
    monkeypatch.delenv("TENSORBROOK_ERA", raising=False)
    era.forget()
    yield
    era.forget()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import tensorflow as tf\ntf.placeholder(tf.float32)", "placeholder"),
        ("import tensorflow\ntensorflow.Session()", "Session"),
        ("import tensorflow as tf\ntf.train.AdamOptimizer(1)", "train.AdamOptimizer"),
        ("import tensorflow as tf\nx = [tf.app.flags.FLAGS]", "app"),
        ("from tensorflow import placeholder as p", "placeholder"),
        ("from tensorflow import train as t\nt.Saver()", "train.Saver"),
        ("from tensorflow.contrib import rnn", "contrib"),
        ("import tensorflow.contrib.layers as layers", "contrib"),
        ("from tensorflow.examples.tutorials.mnist import input_data", "examples"),
        ("import tensorflow as tf\ndef f(): return tf.log(1.0).shape", "log"),
    ],
)
def test_names_of_1x_are_evidence(source, name):
    assert era.evidence_of_1x(source)[0] == name


@pytest.mark.parametrize(
    "source",
    [
        "import tensorflow as tf\ntf.constant(1) + tf.math.log(2.0)",
        "import tensorflow.compat.v1 as tf\ntf.Session()",
        "from tensorflow.compat import v1 as tf\ntf.placeholder(tf.float32)",
        "import tensorflow as tf\ntf.compat.v1.Session()",
        "import tensorflow as tf\ntf = tf.compat.v1\ntf.Session()",
        "import tensorflow as tf\ntf.log = tf.math.log\ntf.log(1.0)",
        "import tensorflow as tf\nif tf.__version__ < '2': tf.Session()",
        "import tensorflow as tf\ntry: tf.log\nexcept AttributeError: pass",
        "try:\n import tensorflow.compat.v1 as tf\nexcept ImportError:\n"
        " import tensorflow as tf\ntf.Session()",
        "import numpy as tf\ntf.log(1)",
        "this is no Python",
        "",
    ],
)
def test_everything_else_is_none(source):
    assert era.evidence_of_1x(source) is None


def test_the_first_name_is_reported_with_its_line():
    source = "import tensorflow as tf\n\nx = tf.placeholder(1)\ntf.Session()"
    assert era.evidence_of_1x(source) == ("placeholder", 3)


def test_decide_asks_the_call_then_the_environment_then_the_text(tmp_path, monkeypatch):
    program = tmp_path / "p.py"
    program.write_text("import tensorflow as tf\ntf.Session()")
    assert era.decide(program).era == "1.x"
    monkeypatch.setenv("TENSORBROOK_ERA", "2")
    assert era.decide(program) == era.Decision("2.x", "TENSORBROOK_ERA")
    era.choose("1.x", "a magic")
    assert era.decide() == era.Decision("1.x", "a magic")
    era.forget()
    monkeypatch.delenv("TENSORBROOK_ERA")
    assert era.decide().era == "2.x"


def test_decide_looks_into_modules_beside_the_program(tmp_path):
    (tmp_path / "main.py").write_text("import tensorflow as tf\nfrom net import model")
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "__init__.py").write_text("from net import model")
    (tmp_path / "net" / "model.py").write_text(
        "import tensorflow as tf\nx = tf.get_variable('x', [])"
    )
    decision = era.decide(tmp_path / "main.py")
    assert decision.era == "1.x"
    assert "tf.get_variable in" in decision.reason
    assert "model.py, line 2" in decision.reason


def test_a_wrong_era_is_named(monkeypatch):
    with pytest.raises(ValueError, match=r"era\.choose.*Received: '3'"):
        era.choose("3")
    monkeypatch.setenv("TENSORBROOK_ERA", "old")
    with pytest.raises(ValueError, match="TENSORBROOK_ERA.*Received: 'old'"):
        era.decide()


def test_decisions_are_logged(caplog):
    with caplog.at_level("DEBUG", "tensorbrook.era"):
        era.decide()
    assert "era 2.x: no name that only 1.x has" in caplog.text


@pytest.mark.skipif(not PROGRAMS.is_dir(), reason="needs ../shared/programs")
def test_the_acceptance_programs_are_told_apart():
    wrong = []
    for program in sorted(PROGRAMS.glob("*.py")):
        said = program.read_text().partition("; era: ")[2][:3]
        if era.decide(program).era != said:
            wrong.append(f"{program.name}: {era.decide(program)}")
    assert wrong == []


@pytest.mark.parametrize("name", ["v1", "v2"])
def test_the_names_are_those_of_the_golden_lists(tool, name):
    from tensorbrook._src import era_names

    golden = {symbol.removeprefix("tf.") for symbol in tool("api").symbols(name)}
    if name == "v1":
        assert era_names.TOP_LEVEL | era_names.NESTED <= golden
    else:
        assert not era_names.ONLY_1X & golden
