"""Small models that learn from large ones."""

from tensorbrook._src.keras.distillation.distiller import Distiller as Distiller
from tensorbrook._src.keras.distillation.losses import (
    DistillationLoss as DistillationLoss,
)
from tensorbrook._src.keras.distillation.losses import (
    FeatureDistillation as FeatureDistillation,
)
from tensorbrook._src.keras.distillation.losses import (
    LogitsDistillation as LogitsDistillation,
)
