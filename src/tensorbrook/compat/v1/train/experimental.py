"""Experimental parts of training, for 1.x programs."""

from tensorbrook._src.checkpoint.trackable import PythonState as PythonState
