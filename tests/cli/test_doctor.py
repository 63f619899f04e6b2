"""Tests of _src/cli/doctor.py."""

from tensorbrook._src.cli import doctor, main


def test_report_names_what_matters(monkeypatch):
    monkeypatch.setenv("TENSORBROOK_ERA", "1.x")
    report = dict(doctor.report())
    assert {"Tensorbrook", "Python", "machine", "native core", "jax"} <= report.keys()
    assert report["era"] == "1.x"
    assert report["numpy"][0].isdigit()


def test_report_says_why_there_is_no_native_core(monkeypatch):
    monkeypatch.setenv("TENSORBROOK_NATIVE", "0")
    assert dict(doctor.report())["native core"] == "off: TENSORBROOK_NATIVE=0"


def test_the_command_prints_the_report(capsys):
    assert main.main(["doctor"]) == 0
    assert "native core" in capsys.readouterr().out
