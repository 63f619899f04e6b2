"""Python control flow as graphs, for 1.x programs."""

from tensorbrook._src.function.autograph.verbosity import set_verbosity as set_verbosity
from tensorbrook._src.function.autograph.verbosity import trace as trace
from tensorbrook.compat.v1.autograph import experimental as experimental
