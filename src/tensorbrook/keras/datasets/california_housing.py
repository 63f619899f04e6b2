"""Prices of houses in California."""

from tensorbrook._src.keras.datasets.california_housing import load_data as load_data
