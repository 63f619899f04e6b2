"""Handwritten digits."""

from tensorbrook._src.keras.datasets.mnist import load_data as load_data
