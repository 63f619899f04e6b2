"""Data sets."""

from tensorbrook.keras.datasets import boston_housing as boston_housing
from tensorbrook.keras.datasets import california_housing as california_housing
from tensorbrook.keras.datasets import cifar10 as cifar10
from tensorbrook.keras.datasets import cifar100 as cifar100
from tensorbrook.keras.datasets import fashion_mnist as fashion_mnist
from tensorbrook.keras.datasets import imdb as imdb
from tensorbrook.keras.datasets import mnist as mnist
from tensorbrook.keras.datasets import reuters as reuters
