"""`tf.app`, `tf.flags` and `tf.logging`."""

import logging
import subprocess
import sys

import pytest

import tensorbrook.compat.v1 as tf

_PROGRAM = """
import tensorbrook.compat.v1 as tf
flags = tf.app.flags
flags.DEFINE_string('name', default_value='a', docstring='A name')
flags.DEFINE_integer('count', 2, 'A count')
FLAGS = flags.FLAGS
def main(argv):
    print(FLAGS.name * FLAGS.count, argv[1:])
    return 3
tf.app.run()
"""


def test_options_of_a_program(tmp_path):
    path = tmp_path / "p.py"
    path.write_text(_PROGRAM)
    done = subprocess.run(
        [sys.executable, str(path), "--name=b", "rest"], capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("bb ['rest']\n", 3), done.stderr


def test_levels():
    old = tf.logging.get_verbosity()
    tf.logging.set_verbosity(tf.logging.ERROR)
    assert logging.getLogger("tensorflow").level == logging.ERROR
    tf.logging.set_verbosity(old)


def test_messages(caplog):
    with caplog.at_level(logging.INFO, "tensorflow"):
        tf.logging.info("a %d", 1)
        tf.logging.debug("hidden")
        for _ in range(3):
            tf.logging.log_first_n(tf.logging.WARN, "once", 1)
        tf.logging.log_if(tf.logging.INFO, "no", False)
    assert caplog.messages == ["a 1", "once"]


def test_a_misspelt_room_is_an_attribute_error():
    with pytest.raises(AttributeError):
        getattr(tf, "no_such_name")  # noqa: B009
