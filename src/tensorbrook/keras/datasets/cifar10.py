"""Small pictures of ten kinds."""

from tensorbrook._src.keras.datasets.cifar10 import load_data as load_data
