"""State of Python objects in checkpoints."""

from tensorbrook._src.checkpoint.trackable import PythonState as PythonState
