"""Pictures of clothes."""

from tensorbrook._src.keras.datasets.fashion_mnist import load_data as load_data
