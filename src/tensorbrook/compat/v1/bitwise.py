"""Operations on the bits of integers, for 1.x programs."""

from tensorbrook._src.ops.bitwise import bitwise_and as bitwise_and
from tensorbrook._src.ops.bitwise import bitwise_or as bitwise_or
from tensorbrook._src.ops.bitwise import bitwise_xor as bitwise_xor
from tensorbrook._src.ops.bitwise import invert as invert
from tensorbrook._src.ops.bitwise import left_shift as left_shift
from tensorbrook._src.ops.bitwise import right_shift as right_shift
