"""The programs in the pages that a user reads first run and do what they say."""

import linecache
import pathlib
import re
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent


def programs(page: str) -> list[str]:
    """The Python programs in a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def run(program: str, page: str, space: dict[str, Any]) -> None:
    name = f"<{page} {hash(program)}>"
    # Autograph reads the source from here.
    linecache.cache[name] = len(program), None, program.splitlines(True), name
    exec(compile(program, name, "exec"), space)


@pytest.mark.parametrize("page", ["README.md", "README.ko.md"])
def test_first_programs(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    today, first_years = programs(page)
    try:
        run(today, page, {})
        assert float(capsys.readouterr().out.strip("[]\n")) == pytest.approx(
            np.sin(1.5), abs=0.1
        )
        run(first_years, page, {})
        assert float(capsys.readouterr().out) == pytest.approx(3.0, abs=1e-3)
    finally:
        tf.compat.v1.enable_v2_behavior()


def test_a_session_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = programs("docs/era_1x.md")
    program = program.replace("import tensorflow as tf", "")
    with tf.Graph().as_default():
        run(program, "docs/era_1x.md", {"tf": tf.compat.v1})
    assert float(capsys.readouterr().out) == pytest.approx(3.0, abs=1e-3)


def test_eager_traced_and_keras(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    space = {
        "images": rng.normal(size=(64, 28, 28)).astype("float32"),
        "labels": rng.integers(0, 10, 64),
    }
    for program in programs("docs/era_2x.md"):
        run(program, "docs/era_2x.md", space)
    norm: Any = space["norm"]
    assert float(norm(tf.constant([3.0, 4.0]))) == 5.0
    assert (tmp_path / "digits.keras").exists()
