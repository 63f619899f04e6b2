"""The runnable document runs, stays short, and needs nothing of the package."""

import pathlib
import subprocess
import sys

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "life_of_an_op.py"


def test_the_document_runs_and_is_at_most_400_lines():
    text = DOCUMENT.read_text()
    assert text.count("\n") <= 400
    assert "import tensorbrook" not in text
    done = subprocess.run(
        [sys.executable, str(DOCUMENT)], capture_output=True, text=True, check=True
    )
    rows = [line.split()[0] for line in done.stdout.splitlines()]
    assert rows == ["eager", "gradient", "session", "function"]
