"""What the native core reads and writes faster; None where there is no such core.

The native core lies in a room below this one: `wiring` puts its functions here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: The whole, undamaged records at the start of some bytes, and where they end.
split_records: Callable[[bytes], tuple[list[bytes], int]] | None = None
#: A record as it stands in a file.
frame_record: Callable[[bytes], bytes] | None = None
#: What ParseExampleV2 gives for strings, keys, defaults, types and shapes; None where a
#: message is unusual or wrong.
parse_examples: Callable[..., tuple[list[Any], ...] | None] | None = None
