"""Bounds of weights."""

from tensorbrook._src.keras.constraints import Constraint as Constraint
from tensorbrook._src.keras.constraints import MaxNorm as MaxNorm
from tensorbrook._src.keras.constraints import MaxNorm as max_norm
from tensorbrook._src.keras.constraints import MaxNorm as maxnorm
from tensorbrook._src.keras.constraints import MinMaxNorm as MinMaxNorm
from tensorbrook._src.keras.constraints import MinMaxNorm as min_max_norm
from tensorbrook._src.keras.constraints import NonNeg as NonNeg
from tensorbrook._src.keras.constraints import NonNeg as non_neg
from tensorbrook._src.keras.constraints import NonNeg as nonneg
from tensorbrook._src.keras.constraints import UnitNorm as UnitNorm
from tensorbrook._src.keras.constraints import UnitNorm as unit_norm
from tensorbrook._src.keras.constraints import UnitNorm as unitnorm
from tensorbrook._src.keras.constraints import deserialize as deserialize
from tensorbrook._src.keras.constraints import get as get
from tensorbrook._src.keras.constraints import serialize as serialize
