"""Lets a program that says `import tensorflow` run on Tensorbrook.

`install` adds a finder for one process: `tensorflow` and everything below it then
name Tensorbrook's own modules. In a 1.x program they name `tensorbrook.compat.v1`.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import types
from collections.abc import Sequence
from typing import Any

from tensorbrook._src import era
from tensorbrook._src.compat_v1.private_paths.places import public_place
from tensorbrook._src.core import known_as

_VERSION_1X = "1.15.5"
"""What `tf.__version__` is in a 1.x program: the last release of its era."""

_V2 = "compat.v2"  # the 2.x names, also in a 1.x program


class AliasFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `<root>` and everything below it among Tensorbrook's public modules.

    Args:
        root: What programs import.
        place: The package that takes its place.
        decision: The era; None decides when the first import is met.
        inside: Where the root lies below `tensorflow`, if it isn't that itself.
    """

    def __init__(
        self,
        root: str,
        place: str,
        decision: era.Decision | None,
        inside: str = "",
    ) -> None:
        self._root = root
        self._place = place
        self._inside = inside
        self._decision = decision
        self._specs: dict[str, importlib.machinery.ModuleSpec | None] = {}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: types.ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Returns the spec of a module of this name, or None where there is none."""
        root, _, rest = fullname.partition(".")
        if root != self._root:
            return None
        if self._decision is None:
            self._decision = _decision_for(_importing_file())
        place = self._where(rest)
        if place is None:
            return None
        return importlib.machinery.ModuleSpec(
            fullname, self, origin=place, is_package=not place
        )

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Returns the module of Tensorbrook that the name stands for."""
        if not spec.origin:
            return types.ModuleType(spec.name)
        module = importlib.import_module(spec.origin)
        self._specs[spec.name] = module.__spec__
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        """Gives the module its own spec back, which the import took for the alias."""
        if ".contrib." in module.__name__ or ".keras." in module.__name__:
            # Old paths lie below modules that are files today: `contrib.rnn.python`.
            vars(module).setdefault("__path__", [])
        spec = module.__spec__
        if spec is not None and spec.name in self._specs:
            module.__spec__ = self._specs.pop(spec.name)

    def _where(self, rest: str) -> str | None:
        """The module that `<root>.<rest>` stands for; "" for an empty package."""
        path = ".".join(part for part in (self._inside, rest) if part)
        if path == _V2 or path.startswith(f"{_V2}."):
            name = self._place + path.removeprefix(_V2)
            return name if _exists(name) else None
        public = public_place(path)
        if public == "":
            return ""
        path = path if public is None else public
        for base in self._bases():
            name = f"{base}.{path}" if path else base
            if _exists(name):
                return name
        return None

    def _bases(self) -> tuple[str, ...]:
        if self._decision is None or self._decision.era == "2.x":
            return (self._place,)
        return (f"{self._place}.compat.v1", self._place)


def install(decision: era.Decision | None = None) -> None:
    """Makes `import tensorflow` mean Tensorbrook in this process.

    A program's `import keras` means `tensorbrook.keras` as well, unless a package
    of that name is installed.

    Args:
      decision: The era; None decides when the first import of it is met.

    Raises:
      ImportError: If another TensorFlow has been imported already.
    """
    present = sys.modules.get("tensorflow")
    if present is not None and not present.__name__.startswith("tensorbrook"):
        raise ImportError(
            "alias.install: another `tensorflow` has been imported in this process: "
            f"{getattr(present, '__file__', present)}. Install the alias before it."
        )
    uninstall()
    if decision is not None:
        _enter(decision)
    known_as.use_their_names()
    sys.meta_path.insert(0, AliasFinder("tensorflow", "tensorbrook", decision))
    if not _exists("keras"):
        finder = AliasFinder("keras", "tensorbrook", decision, inside="keras")
        sys.meta_path.insert(0, finder)


def uninstall() -> None:
    """Takes the finders of `install` away, and the names that they have found."""
    known_as.use_our_names()
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, AliasFinder)]
    for name, module in list(sys.modules.items()):
        aliased = name.partition(".")[0] in ("tensorflow", "keras")
        if aliased and module.__name__.startswith("tensorbrook"):
            del sys.modules[name]


def load_ipython_extension(ipython: Any) -> None:
    """Lets a notebook say `import tensorflow`, and `%tensorflow_version 1.x` before it.

    IPython calls this for `%load_ext tensorbrook`.

    Args:
      ipython: The shell.
    """
    install()
    ipython.register_magic_function(_version_magic, "line", "tensorflow_version")


def unload_ipython_extension(ipython: Any) -> None:
    """Takes back what `%load_ext tensorbrook` did."""
    uninstall()


def _version_magic(line: str) -> None:
    """`%tensorflow_version 1.x` or `2.x`: settles the era of a notebook."""
    era.choose(line.strip(), "%tensorflow_version")
    if "tensorflow" in sys.modules:
        print(
            "%tensorflow_version: TensorFlow has been imported already. Import it again "
            "after this line; objects of the other era can't be used together with it."
        )
    install(era.decide())


def _enter(decision: era.Decision) -> None:
    """Puts the process into the behaviour of an era."""
    if decision.era == "2.x":
        if "tensorbrook.compat.v1" in sys.modules:
            sys.modules["tensorbrook.compat.v1"].enable_v2_behavior()
        return
    if not _exists("tensorbrook.compat.v1"):
        raise NotImplementedError(
            "This is a 1.x program, and tensorbrook.compat.v1 is not there yet. "
            f"What tells its era: {decision.reason}."
        )
    v1 = importlib.import_module("tensorbrook.compat.v1")
    v1.disable_v2_behavior()
    vars(v1).update(__version__=_VERSION_1X, VERSION=_VERSION_1X)


def _decision_for(importer: str | None) -> era.Decision:
    """The era of a process whose first `import tensorflow` stands in this file."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    decision = era.decide(*(path for path in (main, importer) if path))
    _enter(decision)
    return decision


def _importing_file() -> str | None:
    """The file whose import statement is being carried out."""
    frame: types.FrameType | None = sys._getframe()
    while frame is not None:
        name = frame.f_code.co_filename
        stand_in = frame.f_globals.get("__name__") in (__name__, "tensorflow")
        if not stand_in and not name.startswith("<frozen importlib"):
            return name if os.path.exists(name) else None
        frame = frame.f_back
    return None


def _exists(name: str) -> bool:
    """Whether there is a module of this name, without importing it."""
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return False
        raise
