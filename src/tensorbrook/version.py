"""What version this is, and of which TensorFlow it speaks the language."""

VERSION = "2.21.0"
GIT_VERSION = "tensorbrook-0.1.0"
COMPILER_VERSION = "tensorbrook"
GRAPH_DEF_VERSION = 2474
GRAPH_DEF_VERSION_MIN_CONSUMER = 0
GRAPH_DEF_VERSION_MIN_PRODUCER = 0
