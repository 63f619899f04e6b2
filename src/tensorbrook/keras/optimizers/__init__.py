"""Optimizers."""

from tensorbrook._src.keras.optimizers.adadelta import Adadelta as Adadelta
from tensorbrook._src.keras.optimizers.adafactor import Adafactor as Adafactor
from tensorbrook._src.keras.optimizers.adagrad import Adagrad as Adagrad
from tensorbrook._src.keras.optimizers.adam import Adam as Adam
from tensorbrook._src.keras.optimizers.adamax import Adamax as Adamax
from tensorbrook._src.keras.optimizers.adamw import AdamW as AdamW
from tensorbrook._src.keras.optimizers.ftrl import Ftrl as Ftrl
from tensorbrook._src.keras.optimizers.lamb import Lamb as Lamb
from tensorbrook._src.keras.optimizers.lion import Lion as Lion
from tensorbrook._src.keras.optimizers.lookup import deserialize as deserialize
from tensorbrook._src.keras.optimizers.lookup import get as get
from tensorbrook._src.keras.optimizers.lookup import serialize as serialize
from tensorbrook._src.keras.optimizers.loss_scale_optimizer import (
    LossScaleOptimizer as LossScaleOptimizer,
)
from tensorbrook._src.keras.optimizers.multi_optimizer import (
    MultiOptimizer as MultiOptimizer,
)
from tensorbrook._src.keras.optimizers.muon import Muon as Muon
from tensorbrook._src.keras.optimizers.nadam import Nadam as Nadam
from tensorbrook._src.keras.optimizers.optimizer import Optimizer as Optimizer
from tensorbrook._src.keras.optimizers.optimizer_map import OptimizerMap as OptimizerMap
from tensorbrook._src.keras.optimizers.rmsprop import RMSprop as RMSprop
from tensorbrook._src.keras.optimizers.schedule_free_adamw import (
    ScheduleFreeAdamW as ScheduleFreeAdamW,
)
from tensorbrook._src.keras.optimizers.sgd import SGD as SGD
from tensorbrook.keras.optimizers import legacy as legacy
from tensorbrook.keras.optimizers import schedules as schedules
