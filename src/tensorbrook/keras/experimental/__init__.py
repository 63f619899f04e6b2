"""Names that were experimental in Keras 2."""

from tensorbrook._src.keras.optimizers.schedules import CosineDecay as CosineDecay
from tensorbrook._src.keras.optimizers.schedules import (
    CosineDecayRestarts as CosineDecayRestarts,
)
