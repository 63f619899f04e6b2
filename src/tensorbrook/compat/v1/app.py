"""The frame of a program, for 1.x programs."""

from tensorbrook._src.compat_v1.app import run as run
from tensorbrook.compat.v1 import flags as flags
