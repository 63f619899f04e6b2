"""Other generations of the API, and conversions between bytes and text."""

from typing import TYPE_CHECKING

from tensorbrook._src.core.text import as_bytes as as_bytes
from tensorbrook._src.core.text import as_str as as_str
from tensorbrook._src.core.text import as_str_any as as_str_any
from tensorbrook._src.core.text import as_text as as_text

if TYPE_CHECKING:
    from tensorbrook.compat import v1 as v1
else:

    def __getattr__(name: str) -> object:
        """Loads a generation of the API when it is first used."""
        if name in ("v1", "v2"):
            import importlib

            return importlib.import_module(f"tensorbrook.compat.{name}")
        raise AttributeError(f"module 'tensorbrook.compat' has no attribute {name!r}")
