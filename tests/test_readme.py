"""The programs in README.md run and do what they say."""

import pathlib
import re

import numpy as np
import pytest

README = pathlib.Path(__file__).resolve().parent.parent / "README.md"
PROGRAMS = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


def run(program):
    space = {"__name__": "readme"}
    exec(compile(program, str(README), "exec"), space)
    return space


def test_the_program_of_today_learns_the_sine():
    model = run(PROGRAMS[0])["model"]
    x = np.array([[-1.0], [0.5], [1.5]])
    np.testing.assert_allclose(model.predict(x, verbose=0), np.sin(x), atol=0.1)


def test_the_program_of_the_first_years_finds_the_weight(capsys):
    tf = pytest.importorskip("tensorbrook.compat.v1")
    try:
        run(PROGRAMS[1])
    finally:
        tf.enable_v2_behavior()
    assert float(capsys.readouterr().out) == pytest.approx(3.0, abs=1e-3)
