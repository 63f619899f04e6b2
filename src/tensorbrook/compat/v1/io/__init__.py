"""Files, and data in bytes, for 1.x programs."""

from tensorbrook._src.compat_v1.strings import decode_raw as decode_raw
from tensorbrook._src.ops.string_bytes import decode_base64 as decode_base64
from tensorbrook._src.ops.string_bytes import encode_base64 as encode_base64
