"""Optimizers under their older path."""

from tensorbrook._src.keras.optimizers.adagrad import Adagrad as Adagrad
from tensorbrook._src.keras.optimizers.adam import Adam as Adam
from tensorbrook._src.keras.optimizers.ftrl import Ftrl as Ftrl
from tensorbrook._src.keras.optimizers.optimizer import Optimizer as Optimizer
from tensorbrook._src.keras.optimizers.rmsprop import RMSprop as RMSprop
from tensorbrook._src.keras.optimizers.sgd import SGD as SGD
