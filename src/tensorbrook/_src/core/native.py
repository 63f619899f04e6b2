"""The native core, or why it isn't there.

`TENSORBROOK_NATIVE=0` selects the reference kernels; so does an installation that was
built without a compiler. `reason` says which.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

native: Any = None  # the extension module, or None
reason = ""

if os.environ.get("TENSORBROOK_NATIVE", "1") == "0":
    reason = "switched off by TENSORBROOK_NATIVE=0"
else:
    try:
        from tensorbrook import _native as native  # type: ignore[no-redef]
    except ImportError as problem:
        reason = f"not usable: {problem}"


if native is None or TYPE_CHECKING:

    class OpBase:
        """What calls an op record without the native core."""

        def __call__(self, *inputs: Any, **attrs: Any) -> Any:
            """Runs the op, or adds it to the graph that is being built."""
            return self._interpret(*inputs, **attrs)

        def _interpret(self, *inputs: Any, **attrs: Any) -> Any:
            raise NotImplementedError(f"{type(self).__name__} lacks _interpret.")

else:
    OpBase = native.OpBase
