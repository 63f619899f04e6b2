"""Sequences of numbers."""

from tensorbrook._src.keras.text.pad_sequences import pad_sequences as pad_sequences
