"""Where the time of a program goes."""

from tensorbrook.profiler import experimental as experimental
