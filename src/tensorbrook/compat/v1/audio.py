"""Sound, for 1.x programs."""

from tensorbrook._src.ops.audio import decode_wav as decode_wav
from tensorbrook._src.ops.audio import encode_wav as encode_wav
