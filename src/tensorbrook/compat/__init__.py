"""Other generations of the API, and conversions between bytes and text."""

from typing import TYPE_CHECKING

from tensorbrook._src.core.compatibility import (
    forward_compatibility_horizon as forward_compatibility_horizon,
)
from tensorbrook._src.core.compatibility import forward_compatible as forward_compatible
from tensorbrook._src.core.shapes import dimension_at_index as dimension_at_index
from tensorbrook._src.core.shapes import dimension_value as dimension_value
from tensorbrook._src.core.text import as_bytes as as_bytes
from tensorbrook._src.core.text import as_str as as_str
from tensorbrook._src.core.text import as_str_any as as_str_any
from tensorbrook._src.core.text import as_text as as_text
from tensorbrook._src.core.text import bytes_or_text_types as bytes_or_text_types
from tensorbrook._src.core.text import complex_types as complex_types
from tensorbrook._src.core.text import integral_types as integral_types
from tensorbrook._src.core.text import path_to_str as path_to_str
from tensorbrook._src.core.text import real_types as real_types

if TYPE_CHECKING:
    from tensorbrook.compat import v1 as v1
else:

    def __getattr__(name: str) -> object:
        """Loads a generation of the API when it is first used."""
        if name in ("v1", "v2"):
            import importlib

            place = {"v1": "tensorbrook.compat.v1", "v2": "tensorbrook"}[name]
            return importlib.import_module(place)
        raise AttributeError(f"module 'tensorbrook.compat' has no attribute {name!r}")
