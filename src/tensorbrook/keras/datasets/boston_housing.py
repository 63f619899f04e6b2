"""Prices of houses in Boston."""

from tensorbrook._src.keras.datasets.boston_housing import load_data as load_data
