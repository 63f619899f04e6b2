"""Tensorbrook: runs every TensorFlow program, from 1.x sessions to eager and Keras."""

from typing import TYPE_CHECKING

from tensorbrook import autograph as autograph
from tensorbrook import bitwise as bitwise
from tensorbrook import compat as compat
from tensorbrook import config as config
from tensorbrook import debugging as debugging
from tensorbrook import dtypes as dtypes
from tensorbrook import errors as errors
from tensorbrook import linalg as linalg
from tensorbrook import math as math
from tensorbrook import nest as nest
from tensorbrook import nn as nn
from tensorbrook import random as random
from tensorbrook import raw_ops as raw_ops
from tensorbrook._src import wiring as _wiring
from tensorbrook._src.autodiff.custom_gradient import custom_gradient as custom_gradient
from tensorbrook._src.autodiff.custom_gradient import recompute_grad as recompute_grad
from tensorbrook._src.autodiff.graph_gradients import gradients as gradients
from tensorbrook._src.autodiff.tape import GradientTape as GradientTape
from tensorbrook._src.autodiff.unconnected import (
    UnconnectedGradients as UnconnectedGradients,
)
from tensorbrook._src.core.current import executing_eagerly as executing_eagerly
from tensorbrook._src.core.device import DeviceSpec as DeviceSpec
from tensorbrook._src.core.dtypes import DType as DType
from tensorbrook._src.core.dtypes import as_dtype as as_dtype
from tensorbrook._src.core.dtypes import bfloat16 as bfloat16
from tensorbrook._src.core.dtypes import bool as bool
from tensorbrook._src.core.dtypes import complex64 as complex64
from tensorbrook._src.core.dtypes import complex128 as complex128
from tensorbrook._src.core.dtypes import double as double
from tensorbrook._src.core.dtypes import float16 as float16
from tensorbrook._src.core.dtypes import float32 as float32
from tensorbrook._src.core.dtypes import float64 as float64
from tensorbrook._src.core.dtypes import half as half
from tensorbrook._src.core.dtypes import int8 as int8
from tensorbrook._src.core.dtypes import int16 as int16
from tensorbrook._src.core.dtypes import int32 as int32
from tensorbrook._src.core.dtypes import int64 as int64
from tensorbrook._src.core.dtypes import qint8 as qint8
from tensorbrook._src.core.dtypes import qint16 as qint16
from tensorbrook._src.core.dtypes import qint32 as qint32
from tensorbrook._src.core.dtypes import quint8 as quint8
from tensorbrook._src.core.dtypes import quint16 as quint16
from tensorbrook._src.core.dtypes import resource as resource
from tensorbrook._src.core.dtypes import string as string
from tensorbrook._src.core.dtypes import uint8 as uint8
from tensorbrook._src.core.dtypes import uint16 as uint16
from tensorbrook._src.core.dtypes import uint32 as uint32
from tensorbrook._src.core.dtypes import uint64 as uint64
from tensorbrook._src.core.dtypes import variant as variant
from tensorbrook._src.core.shapes import TensorShape as TensorShape
from tensorbrook._src.core.tensor import Tensor as Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec as TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec as TypeSpec
from tensorbrook._src.function.polymorphic import function as function
from tensorbrook._src.graph.constant_value import get_static_value as get_static_value
from tensorbrook._src.graph.func_graph import init_scope as init_scope
from tensorbrook._src.graph.graph import Graph as Graph
from tensorbrook._src.graph.operation import Operation as Operation
from tensorbrook._src.graph.scopes import control_dependencies as control_dependencies
from tensorbrook._src.graph.scopes import device as device
from tensorbrook._src.graph.scopes import name_scope as name_scope
from tensorbrook._src.ops.constant import constant as constant
from tensorbrook._src.ops.constant import convert_to_tensor as convert_to_tensor
from tensorbrook._src.ops.constant import identity as identity
from tensorbrook._src.ops.constant import identity_n as identity_n
from tensorbrook._src.ops.constant import is_tensor as is_tensor
from tensorbrook._src.ops.constant import no_op as no_op
from tensorbrook._src.ops.constant import stop_gradient as stop_gradient
from tensorbrook._src.ops.indexed_slices import IndexedSlices as IndexedSlices
from tensorbrook._src.variables.enums import VariableAggregation as VariableAggregation
from tensorbrook._src.variables.enums import (
    VariableSynchronization as VariableSynchronization,
)
from tensorbrook._src.variables.module import Module as Module
from tensorbrook._src.variables.variable import Variable as Variable
from tensorbrook._src.variables.variable import (
    variable_creator_scope as variable_creator_scope,
)
from tensorbrook.version import VERSION as __version__

newaxis = None

if TYPE_CHECKING:
    from tensorbrook import keras as keras
    from tensorbrook import summary as summary
else:

    def __getattr__(name: str) -> object:
        """Loads the rooms that bring heavy packages when they are first used."""
        import importlib

        if name in ("keras", "summary", "train", "saved_model", "data", "distribute"):
            try:
                return importlib.import_module(f"tensorbrook.{name}")
            except ModuleNotFoundError as missing:
                if missing.name != f"tensorbrook.{name}":
                    raise
        raise AttributeError(f"module 'tensorbrook' has no attribute {name!r}")
