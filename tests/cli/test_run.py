"""Tests of _src/cli/run.py."""

import importlib.util
import subprocess
import sys

import pytest

needs_v1 = pytest.mark.skipif(
    not (
        importlib.util.find_spec("tensorbrook.compat")
        and importlib.util.find_spec("tensorbrook.compat.v1")
    ),
    reason="needs tensorbrook.compat.v1",
)


@pytest.fixture
def run(tmp_path):
    """Runs a program of this text by `tensorbrook run`, in a process of its own."""

    def start(text, *arguments, options=()):
        program = tmp_path / "program.py"
        program.write_text(text)
        command = [sys.executable, "-m", "tensorbrook", "run"]
        return subprocess.run(
            [*command, *options, str(program), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
        )

    return start


def test_the_program_sees_what_plain_python_would_show_it(run, tmp_path):
    (tmp_path / "beside.py").write_text("value = 7")
    done = run(
        "import sys, os, __main__\n"
        "import beside\n"
        "x = 3\n"
        "print(__name__, __main__.x, beside.value, sys.argv[1:])\n"
        "print(__file__ == sys.argv[0], sys.path[0] == os.path.dirname(__file__))\n",
        "--epochs",
        "3",
    )
    assert done.stdout.splitlines() == [
        "__main__ 3 7 ['--epochs', '3']",
        "True True",
    ], done.stderr


def test_import_tensorflow_is_tensorbrook(run):
    done = run(
        "import tensorflow as tf\n"
        "from tensorflow import nn\n"
        "print(tf.__name__, nn is tf.nn, float(tf.constant(1.5) * 2))"
    )
    assert done.stdout == "tensorbrook True 3.0\n", done.stderr


def test_an_exception_is_reported_from_the_program_on(run):
    done = run("def f():\n    return 1 / 0\nf()\n")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "program.py" in done.stderr.splitlines()[1]
    assert "cli" not in done.stderr


def test_the_exit_status_is_the_programs(run):
    assert run("import sys\nsys.exit(5)").returncode == 5
    assert run("pass").returncode == 0


def test_a_missing_file_is_named(tmp_path):
    command = [sys.executable, "-m", "tensorbrook", "run", "nowhere.py"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere.py" in done.stderr


@needs_v1
def test_a_1x_program_runs_in_graph_mode(run):
    done = run(
        "import tensorflow as tf\n"
        "a = tf.placeholder(tf.float32)\n"
        "with tf.Session() as session:\n"
        "    print(session.run(a * 2, {a: 4.0}))\n"
    )
    assert done.stdout == "8.0\n", done.stderr


def test_the_era_can_be_overruled(run):
    text = (
        "import tensorflow as tf\n"
        "print(tf.executing_eagerly())\n"
        "if False:\n"
        "    tf.Session()\n"
    )
    assert run(text, options=("--era", "2.x")).stdout == "True\n"
