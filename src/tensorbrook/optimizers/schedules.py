"""Learning rates that change."""

from tensorbrook._src.keras.optimizers.schedules import CosineDecay as CosineDecay
from tensorbrook._src.keras.optimizers.schedules import (
    CosineDecayRestarts as CosineDecayRestarts,
)
from tensorbrook._src.keras.optimizers.schedules import (
    ExponentialDecay as ExponentialDecay,
)
from tensorbrook._src.keras.optimizers.schedules import (
    InverseTimeDecay as InverseTimeDecay,
)
from tensorbrook._src.keras.optimizers.schedules import (
    LearningRateSchedule as LearningRateSchedule,
)
from tensorbrook._src.keras.optimizers.schedules import (
    PiecewiseConstantDecay as PiecewiseConstantDecay,
)
from tensorbrook._src.keras.optimizers.schedules import (
    PolynomialDecay as PolynomialDecay,
)
from tensorbrook._src.keras.optimizers.schedules import deserialize as deserialize
from tensorbrook._src.keras.optimizers.schedules import serialize as serialize
