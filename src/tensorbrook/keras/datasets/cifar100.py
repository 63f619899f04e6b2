"""Small pictures of a hundred kinds."""

from tensorbrook._src.keras.datasets.cifar100 import load_data as load_data
