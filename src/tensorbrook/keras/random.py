"""Random numbers."""

from tensorbrook._src.keras.backend.random import SeedGenerator as SeedGenerator
from tensorbrook._src.keras.numerics.random import beta as beta
from tensorbrook._src.keras.numerics.random import binomial as binomial
from tensorbrook._src.keras.numerics.random import categorical as categorical
from tensorbrook._src.keras.numerics.random import dropout as dropout
from tensorbrook._src.keras.numerics.random import gamma as gamma
from tensorbrook._src.keras.numerics.random import normal as normal
from tensorbrook._src.keras.numerics.random import randint as randint
from tensorbrook._src.keras.numerics.random import shuffle as shuffle
from tensorbrook._src.keras.numerics.random import truncated_normal as truncated_normal
from tensorbrook._src.keras.numerics.random import uniform as uniform
