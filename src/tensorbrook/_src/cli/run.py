"""`tensorbrook run`: runs a program that says `import tensorflow`, unchanged."""

import argparse
import importlib.machinery
import io
import os
import sys
import types
from typing import Any

from tensorbrook._src import alias, era


def add_to(commands: Any) -> None:
    """Adds the command and its options to the command line."""
    parser = commands.add_parser(
        "run", help="run a program that says `import tensorflow`"
    )
    parser.add_argument(
        "--era", choices=("1.x", "2.x"), help="overrule what the program looks like"
    )
    parser.add_argument("program", help="the Python file to run")
    parser.add_argument(
        "arguments", nargs=argparse.REMAINDER, help="what the program finds in sys.argv"
    )
    parser.set_defaults(command=_command)


def run_program(program: str, arguments: list[str]) -> int:
    """Runs a program as `python program arguments...` would, on Tensorbrook.

    `sys.argv`, `sys.path[0]`, `__file__` and `__main__` are the program's own. An
    exception that it lets through is reported without this command's own frames.

    Args:
      program: The path of the Python file.
      arguments: What follows the program on the command line.

    Returns:
      0, or 1 where an exception came through.

    Raises:
      FileNotFoundError: If there is no such file.
      SystemExit: Where the program asks for it.
    """
    with io.open_code(os.path.abspath(program)) as file:
        source = file.read()
    alias.install(era.decide(program))
    main = types.ModuleType("__main__")
    loader = importlib.machinery.SourceFileLoader("__main__", program)
    vars(main).update(__file__=program, __loader__=loader, __cached__=None)
    sys.modules["__main__"] = main
    sys.argv = [program, *arguments]
    sys.path[0] = os.path.dirname(os.path.realpath(program))
    try:
        exec(compile(source, program, "exec", dont_inherit=True), vars(main))
    except Exception as error:
        trace = _from_program(error.__traceback__, program)
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        return 1
    return 0


def _command(options: argparse.Namespace) -> int:
    if options.era:
        era.choose(options.era, "tensorbrook run --era")
    if not os.path.isfile(options.program):
        print(f"tensorbrook run: there is no file {options.program!r}", file=sys.stderr)
        return 2
    return run_program(options.program, options.arguments)


def _from_program(
    trace: types.TracebackType | None, program: str
) -> types.TracebackType | None:
    """The part of a traceback that begins in the program, if any does."""
    part = trace
    while part is not None:
        if part.tb_frame.f_code.co_filename == program:
            return part
        part = part.tb_next
    return None
