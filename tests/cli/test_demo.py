"""Tests of _src/cli/demo.py."""

from tensorbrook._src.cli import main


def test_demo_learns_and_leaves_everything_behind(tmp_path, capsys):
    assert main.main(["demo", "--out", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    accuracy = float(text.partition("Test accuracy ")[2].split()[0])
    assert accuracy >= 0.96
    assert (tmp_path / "digits.keras").stat().st_size > 10_000
    assert len(list((tmp_path / "logs").rglob("events.out.*"))) == 2
    assert (tmp_path / "digits.png").stat().st_size > 10_000
