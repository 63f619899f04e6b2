"""What the conversion tells its user."""

import pytest

from tensorbrook._src.function.autograph import verbosity


def test_log_prints_at_the_chosen_level(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbosity, "_level", None)
    monkeypatch.setattr(verbosity, "_to_stdout", False)
    verbosity.set_verbosity(1, alsologtostdout=True)
    verbosity.log(1, "seen %d", 1)
    verbosity.log(3, "unseen")
    assert capsys.readouterr().out == "seen 1\n"


def test_trace_prints_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    verbosity.trace("loss", 3)
    assert capsys.readouterr().out == "loss 3\n"
