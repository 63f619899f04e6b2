"""Keras: layers, models and training."""

from typing import TYPE_CHECKING

from tensorbrook._src.keras.backend.dtypes import DTypePolicy as DTypePolicy
from tensorbrook._src.keras.backend.dtypes import DTypePolicy as FloatDTypePolicy
from tensorbrook._src.keras.backend.interaction import KERAS_VERSION as __version__
from tensorbrook._src.keras.backend.interaction import device as device
from tensorbrook._src.keras.backend.interaction import name_scope as name_scope
from tensorbrook._src.keras.backend.interaction import remat as remat
from tensorbrook._src.keras.backend.interaction import version as version
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor as KerasTensor
from tensorbrook._src.keras.backend.scopes import RematScope as RematScope
from tensorbrook._src.keras.backend.scopes import StatelessScope as StatelessScope
from tensorbrook._src.keras.backend.scopes import SymbolicScope as SymbolicScope
from tensorbrook._src.keras.backend.variable import Variable as Variable
from tensorbrook._src.keras.engine.function import Function as Function
from tensorbrook._src.keras.engine.input_spec import InputSpec as InputSpec
from tensorbrook._src.keras.engine.layer import Layer as Layer
from tensorbrook._src.keras.engine.model import Model as Model
from tensorbrook._src.keras.engine.operation import Operation as Operation
from tensorbrook._src.keras.engine.sequential import Sequential as Sequential
from tensorbrook._src.keras.initializers.initializer import Initializer as Initializer
from tensorbrook._src.keras.layers.core.input_layer import Input as Input
from tensorbrook._src.keras.losses.loss import Loss as Loss
from tensorbrook._src.keras.metrics.metric import Metric as Metric
from tensorbrook._src.keras.optimizers.optimizer import Optimizer as Optimizer
from tensorbrook._src.keras.quantizers.quantizers import Quantizer as Quantizer
from tensorbrook._src.keras.regularizers import Regularizer as Regularizer
from tensorbrook.keras import activations as activations
from tensorbrook.keras import applications as applications
from tensorbrook.keras import backend as backend
from tensorbrook.keras import callbacks as callbacks
from tensorbrook.keras import config as config
from tensorbrook.keras import constraints as constraints
from tensorbrook.keras import datasets as datasets
from tensorbrook.keras import distillation as distillation
from tensorbrook.keras import distribution as distribution
from tensorbrook.keras import dtype_policies as dtype_policies
from tensorbrook.keras import experimental as experimental
from tensorbrook.keras import export as export
from tensorbrook.keras import initializers as initializers
from tensorbrook.keras import layers as layers
from tensorbrook.keras import legacy as legacy
from tensorbrook.keras import losses as losses
from tensorbrook.keras import metrics as metrics
from tensorbrook.keras import mixed_precision as mixed_precision
from tensorbrook.keras import models as models
from tensorbrook.keras import ops as ops
from tensorbrook.keras import optimizers as optimizers
from tensorbrook.keras import preprocessing as preprocessing
from tensorbrook.keras import quantizers as quantizers
from tensorbrook.keras import random as random
from tensorbrook.keras import regularizers as regularizers
from tensorbrook.keras import saving as saving
from tensorbrook.keras import tree as tree
from tensorbrook.keras import utils as utils
from tensorbrook.keras import visualization as visualization
from tensorbrook.keras import wrappers as wrappers

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Loads the room of the estimators, which is large, when it is first used."""
        import importlib

        if name == "estimator":
            return importlib.import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
