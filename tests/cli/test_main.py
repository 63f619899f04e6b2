"""Tests of _src/cli/main.py."""

import pytest

from tensorbrook._src.cli import main


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit) as exit_:
        main.main(["--help"])
    assert exit_.value.code == 0
    text = capsys.readouterr().out
    assert all(command in text for command in ("demo", "run", "doctor"))


def test_a_command_must_be_given(capsys):
    with pytest.raises(SystemExit) as exit_:
        main.main([])
    assert exit_.value.code == 2
    assert "command" in capsys.readouterr().err
