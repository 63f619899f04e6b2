"""Conversion of Python control flow for `tf.function`."""

from tensorbrook._src.function.autograph.public import to_code as to_code
from tensorbrook._src.function.autograph.public import to_graph as to_graph
from tensorbrook._src.function.autograph.verbosity import set_verbosity as set_verbosity
from tensorbrook._src.function.autograph.verbosity import trace as trace
from tensorbrook.autograph import experimental as experimental
