"""`tf.app.run`: parses the options of a program and calls its `main`."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from absl import flags


def run(main: Any = None, argv: Any = None) -> NoReturn:
    """Calls a function with what the options leave of the command line, and exits.

    Args:
        main: The function; by default `main` of the program.
        argv: The command line; by default `sys.argv`.

    Raises:
        SystemExit: Always, with what the function returns.
    """
    argv = list(sys.argv if argv is None else argv)
    rest = flags.FLAGS(argv, known_only=True)
    main = main or sys.modules["__main__"].main  # type: ignore[attr-defined]
    sys.exit(main(rest))
