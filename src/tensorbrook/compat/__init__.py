"""Other generations of the API, and conversions between bytes and text."""

from tensorbrook._src.core.text import as_bytes as as_bytes
from tensorbrook._src.core.text import as_str as as_str
from tensorbrook._src.core.text import as_str_any as as_str_any
from tensorbrook._src.core.text import as_text as as_text

_LAZY = ("v1", "v2")


def __getattr__(name: str) -> object:
    """Loads a generation of the API when it is first used."""
    if name in _LAZY:
        import importlib

        return importlib.import_module(f"tensorbrook.compat.{name}")
    raise AttributeError(f"module 'tensorbrook.compat' has no attribute {name!r}")
