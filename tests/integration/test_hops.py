"""The hop budget: how many functions and files an eager call goes through."""

import os
import sys

import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend


def entered(call):
    """The distinct Python functions of the package that `call` enters."""
    package = os.path.dirname(tf.__file__)
    seen = set()

    def note(frame, event, argument):
        if event == "call" and frame.f_code.co_filename.startswith(package):
            seen.add((frame.f_code.co_filename, frame.f_code.co_name))

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    return seen


@pytest.mark.skipif(
    backend.native is None, reason="the budget is that of the native core"
)
def test_eager_exp_stays_within_the_hop_budget():
    x = tf.constant([1.0, 2.0])
    tf.exp(x)
    found = entered(lambda: tf.exp(x))
    assert len(found) <= 12, sorted(found)
    assert len({filename for filename, _ in found}) <= 4, sorted(found)


def test_importing_loads_none_of_the_heavy_packages():
    import subprocess

    heavy = "jax h5py tensorboard scipy matplotlib tensorbrook._src.keras"
    program = (
        "import sys, tensorbrook\n"
        f"print([n for n in {heavy.split()!r} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
