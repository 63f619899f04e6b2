"""Random numbers under NumPy's legacy names."""

from tensorbrook._src.numpy_api.random import poisson as poisson
from tensorbrook._src.numpy_api.random import rand as rand
from tensorbrook._src.numpy_api.random import randint as randint
from tensorbrook._src.numpy_api.random import randn as randn
from tensorbrook._src.numpy_api.random import random as random
from tensorbrook._src.numpy_api.random import seed as seed
from tensorbrook._src.numpy_api.random import standard_normal as standard_normal
from tensorbrook._src.numpy_api.random import uniform as uniform
