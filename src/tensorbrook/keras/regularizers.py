"""Penalties on weights and outputs."""

from tensorbrook._src.keras.regularizers import L1 as L1
from tensorbrook._src.keras.regularizers import L1 as l1
from tensorbrook._src.keras.regularizers import L1L2 as L1L2
from tensorbrook._src.keras.regularizers import L1L2 as l1_l2
from tensorbrook._src.keras.regularizers import L2 as L2
from tensorbrook._src.keras.regularizers import L2 as l2
from tensorbrook._src.keras.regularizers import (
    OrthogonalRegularizer as OrthogonalRegularizer,
)
from tensorbrook._src.keras.regularizers import (
    OrthogonalRegularizer as orthogonal_regularizer,
)
from tensorbrook._src.keras.regularizers import Regularizer as Regularizer
from tensorbrook._src.keras.regularizers import deserialize as deserialize
from tensorbrook._src.keras.regularizers import get as get
from tensorbrook._src.keras.regularizers import serialize as serialize
