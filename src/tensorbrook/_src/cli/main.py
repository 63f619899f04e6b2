"""The entry point of the command `tensorbrook`."""

import argparse
from collections.abc import Sequence

from tensorbrook._src.cli import demo, doctor, export, run, saved_model

_COMMANDS = (demo, run, saved_model, export, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit status.

    Args:
      arguments: The words after `tensorbrook`; those of this process by default.

    Returns:
      0 where the command succeeded.
    """
    parser = argparse.ArgumentParser(
        prog="tensorbrook", description="Runs TensorFlow programs of every era."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in _COMMANDS:
        command.add_to(commands)
    options = parser.parse_args(arguments)
    status: int = options.command(options)
    return status
