"""Data before it is fed to a model."""

from tensorbrook.keras.preprocessing import sequence as sequence
from tensorbrook.keras.preprocessing import text as text
