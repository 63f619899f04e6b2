"""Tensorbrook: runs every TensorFlow program, from 1.x sessions to eager and Keras."""

from typing import TYPE_CHECKING

from tensorbrook import autodiff as autodiff
from tensorbrook import autograph as autograph
from tensorbrook import bitwise as bitwise
from tensorbrook import compat as compat
from tensorbrook import config as config
from tensorbrook import debugging as debugging
from tensorbrook import dtypes as dtypes
from tensorbrook import errors as errors
from tensorbrook import math as math
from tensorbrook import nest as nest
from tensorbrook import nn as nn
from tensorbrook import ragged as ragged
from tensorbrook import random as random
from tensorbrook import raw_ops as raw_ops
from tensorbrook import sparse as sparse
from tensorbrook import strings as strings
from tensorbrook._src import wiring as _wiring
from tensorbrook._src.autodiff.aggregation import AggregationMethod as AggregationMethod
from tensorbrook._src.autodiff.custom_gradient import custom_gradient as custom_gradient
from tensorbrook._src.autodiff.custom_gradient import recompute_grad as recompute_grad
from tensorbrook._src.autodiff.graph_gradients import gradients as gradients
from tensorbrook._src.autodiff.hessians import hessians as hessians
from tensorbrook._src.autodiff.pass_through import (
    grad_pass_through as grad_pass_through,
)
from tensorbrook._src.autodiff.tape import GradientTape as GradientTape
from tensorbrook._src.autodiff.unconnected import (
    UnconnectedGradients as UnconnectedGradients,
)
from tensorbrook._src.compat_v1.arrays import parallel_stack as parallel_stack
from tensorbrook._src.control_flow.conditional import case as case
from tensorbrook._src.control_flow.conditional import cond as cond
from tensorbrook._src.control_flow.conditional import switch_case as switch_case
from tensorbrook._src.control_flow.critical_section import (
    CriticalSection as CriticalSection,
)
from tensorbrook._src.control_flow.higher_order import foldl as foldl
from tensorbrook._src.control_flow.higher_order import foldr as foldr
from tensorbrook._src.control_flow.higher_order import map_fn as map_fn
from tensorbrook._src.control_flow.higher_order import scan as scan
from tensorbrook._src.control_flow.loop import while_loop as while_loop
from tensorbrook._src.control_flow.python_function import (
    numpy_function as numpy_function,
)
from tensorbrook._src.control_flow.python_function import py_function as py_function
from tensorbrook._src.control_flow.tensor_array import TensorArray as TensorArray
from tensorbrook._src.control_flow.tensor_array import (
    TensorArraySpec as TensorArraySpec,
)
from tensorbrook._src.control_flow.vectorized_map import (
    vectorized_map as vectorized_map,
)
from tensorbrook._src.core.build_info import load_library as load_library
from tensorbrook._src.core.build_info import load_op_library as load_op_library
from tensorbrook._src.core.conversions import (
    register_tensor_conversion_function as register_tensor_conversion_function,
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
from tensorbrook._src.core.logger import get_logger as get_logger
from tensorbrook._src.core.none_spec import NoneTensorSpec as NoneTensorSpec
from tensorbrook._src.core.registered_gradients import (
    RegisterGradient as RegisterGradient,
)
from tensorbrook._src.core.registered_gradients import no_gradient as no_gradient
from tensorbrook._src.core.scopes import control_dependencies as control_dependencies
from tensorbrook._src.core.scopes import device as device
from tensorbrook._src.core.scopes import (
    get_current_name_scope as get_current_name_scope,
)
from tensorbrook._src.core.scopes import name_scope as name_scope
from tensorbrook._src.core.shapes import TensorShape as TensorShape
from tensorbrook._src.core.tensor import Tensor as Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec as TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec as TypeSpec
from tensorbrook._src.core.type_spec import type_spec_from_value as type_spec_from_value
from tensorbrook._src.data.spec import OptionalSpec as OptionalSpec
from tensorbrook._src.eager.protos import make_ndarray as make_ndarray
from tensorbrook._src.eager.protos import make_tensor_proto as make_tensor_proto
from tensorbrook._src.function.batching import (
    nondifferentiable_batch_function as nondifferentiable_batch_function,
)
from tensorbrook._src.function.polymorphic import function as function
from tensorbrook._src.graph.constant_value import get_static_value as get_static_value
from tensorbrook._src.graph.func_graph import init_scope as init_scope
from tensorbrook._src.graph.graph import Graph as Graph
from tensorbrook._src.graph.import_graph_def import import_graph_def as import_graph_def
from tensorbrook._src.graph.operation import Operation as Operation
from tensorbrook._src.graph.queries import inside_function as inside_function
from tensorbrook._src.graph.queries import is_symbolic_tensor as is_symbolic_tensor
from tensorbrook._src.ops.accumulate import add_n as add_n
from tensorbrook._src.ops.approximate import approx_top_k as approx_top_k
from tensorbrook._src.ops.array_creation import fill as fill
from tensorbrook._src.ops.array_creation import one_hot as one_hot
from tensorbrook._src.ops.array_creation import ones as ones
from tensorbrook._src.ops.array_creation import ones_like as ones_like
from tensorbrook._src.ops.array_creation import range as range
from tensorbrook._src.ops.array_creation import zeros as zeros
from tensorbrook._src.ops.array_creation import zeros_like as zeros_like
from tensorbrook._src.ops.asserts import assert_equal as assert_equal
from tensorbrook._src.ops.asserts import assert_greater as assert_greater
from tensorbrook._src.ops.asserts import assert_less as assert_less
from tensorbrook._src.ops.binary import add as add
from tensorbrook._src.ops.binary import divide as divide
from tensorbrook._src.ops.binary import maximum as maximum
from tensorbrook._src.ops.binary import minimum as minimum
from tensorbrook._src.ops.binary import multiply as multiply
from tensorbrook._src.ops.binary import pow as pow  # noqa: A004
from tensorbrook._src.ops.binary import realdiv as realdiv
from tensorbrook._src.ops.binary import scalar_mul as scalar_mul
from tensorbrook._src.ops.binary import subtract as subtract
from tensorbrook._src.ops.binary import truediv as truediv
from tensorbrook._src.ops.binary import truncatediv as truncatediv
from tensorbrook._src.ops.binary import truncatemod as truncatemod
from tensorbrook._src.ops.cast import cast as cast
from tensorbrook._src.ops.cast import saturate_cast as saturate_cast
from tensorbrook._src.ops.clip import clip_by_global_norm as clip_by_global_norm
from tensorbrook._src.ops.clip import clip_by_norm as clip_by_norm
from tensorbrook._src.ops.clip import clip_by_value as clip_by_value
from tensorbrook._src.ops.clock import timestamp as timestamp
from tensorbrook._src.ops.comparison import equal as equal
from tensorbrook._src.ops.comparison import greater as greater
from tensorbrook._src.ops.comparison import greater_equal as greater_equal
from tensorbrook._src.ops.comparison import less as less
from tensorbrook._src.ops.comparison import less_equal as less_equal
from tensorbrook._src.ops.comparison import logical_and as logical_and
from tensorbrook._src.ops.comparison import logical_not as logical_not
from tensorbrook._src.ops.comparison import logical_or as logical_or
from tensorbrook._src.ops.comparison import not_equal as not_equal
from tensorbrook._src.ops.complex_numbers import complex as complex  # noqa: A004
from tensorbrook._src.ops.constant import constant as constant
from tensorbrook._src.ops.constant import convert_to_tensor as convert_to_tensor
from tensorbrook._src.ops.constant import guarantee_const as guarantee_const
from tensorbrook._src.ops.constant import identity as identity
from tensorbrook._src.ops.constant import identity_n as identity_n
from tensorbrook._src.ops.constant import is_tensor as is_tensor
from tensorbrook._src.ops.constant import no_op as no_op
from tensorbrook._src.ops.constant import stop_gradient as stop_gradient
from tensorbrook._src.ops.conv_general import (
    conv2d_backprop_filter_v2 as conv2d_backprop_filter_v2,
)
from tensorbrook._src.ops.conv_general import (
    conv2d_backprop_input_v2 as conv2d_backprop_input_v2,
)
from tensorbrook._src.ops.conv_general import general_convolution as conv
from tensorbrook._src.ops.counting import histogram_fixed_width as histogram_fixed_width
from tensorbrook._src.ops.counting import (
    histogram_fixed_width_bins as histogram_fixed_width_bins,
)
from tensorbrook._src.ops.cumulative import cumsum as cumsum
from tensorbrook._src.ops.debugging import Assert as Assert
from tensorbrook._src.ops.decompositions import eig as eig
from tensorbrook._src.ops.decompositions import eigvals as eigvals
from tensorbrook._src.ops.edit_distance import edit_distance as edit_distance
from tensorbrook._src.ops.einsum import einsum as einsum
from tensorbrook._src.ops.ensure_shape import ensure_shape as ensure_shape
from tensorbrook._src.ops.fft_nd_nodes import fftnd as fftnd
from tensorbrook._src.ops.fft_nd_nodes import ifftnd as ifftnd
from tensorbrook._src.ops.fft_nd_nodes import irfftnd as irfftnd
from tensorbrook._src.ops.fft_nd_nodes import rfftnd as rfftnd
from tensorbrook._src.ops.fingerprint import fingerprint as fingerprint
from tensorbrook._src.ops.gather import boolean_mask as boolean_mask
from tensorbrook._src.ops.gather import gather as gather
from tensorbrook._src.ops.gather import gather_nd as gather_nd
from tensorbrook._src.ops.gather import where as where
from tensorbrook._src.ops.grouping import group as group
from tensorbrook._src.ops.grouping import tuple as tuple
from tensorbrook._src.ops.indexed_slices import IndexedSlices as IndexedSlices
from tensorbrook._src.ops.indexed_slices import IndexedSlicesSpec as IndexedSlicesSpec
from tensorbrook._src.ops.linalg_functions import sqrtm as matrix_square_root
from tensorbrook._src.ops.matmul import matmul as matmul
from tensorbrook._src.ops.matmul import tensordot as tensordot
from tensorbrook._src.ops.norm import norm as norm
from tensorbrook._src.ops.pad import pad as pad
from tensorbrook._src.ops.printing import print as print
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec as RaggedTensorSpec
from tensorbrook._src.ops.ragged.tensor import RaggedTensor as RaggedTensor
from tensorbrook._src.ops.ragged_records import (
    ragged_fill_empty_rows as ragged_fill_empty_rows,
)
from tensorbrook._src.ops.ragged_records import (
    ragged_fill_empty_rows_grad as ragged_fill_empty_rows_grad,
)
from tensorbrook._src.ops.random_index_shuffle import (
    random_index_shuffle as random_index_shuffle,
)
from tensorbrook._src.ops.rearrange import bitcast as bitcast
from tensorbrook._src.ops.rearrange import (
    broadcast_dynamic_shape as broadcast_dynamic_shape,
)
from tensorbrook._src.ops.rearrange import (
    broadcast_static_shape as broadcast_static_shape,
)
from tensorbrook._src.ops.rearrange import eye as eye
from tensorbrook._src.ops.rearrange import linspace as linspace
from tensorbrook._src.ops.rearrange import meshgrid as meshgrid
from tensorbrook._src.ops.rearrange import repeat as repeat
from tensorbrook._src.ops.rearrange import reverse as reverse
from tensorbrook._src.ops.rearrange import reverse_sequence as reverse_sequence
from tensorbrook._src.ops.rearrange import roll as roll
from tensorbrook._src.ops.rearrange import sequence_mask as sequence_mask
from tensorbrook._src.ops.rearrange import unravel_index as unravel_index
from tensorbrook._src.ops.reduce import reduce_all as reduce_all
from tensorbrook._src.ops.reduce import reduce_any as reduce_any
from tensorbrook._src.ops.reduce import reduce_logsumexp as reduce_logsumexp
from tensorbrook._src.ops.reduce import reduce_max as reduce_max
from tensorbrook._src.ops.reduce import reduce_mean as reduce_mean
from tensorbrook._src.ops.reduce import reduce_min as reduce_min
from tensorbrook._src.ops.reduce import reduce_prod as reduce_prod
from tensorbrook._src.ops.reduce import reduce_sum as reduce_sum
from tensorbrook._src.ops.scatter import dynamic_partition as dynamic_partition
from tensorbrook._src.ops.scatter import dynamic_stitch as dynamic_stitch
from tensorbrook._src.ops.scatter import scatter_nd as scatter_nd
from tensorbrook._src.ops.scatter import tensor_scatter_nd_add as tensor_scatter_nd_add
from tensorbrook._src.ops.scatter import tensor_scatter_nd_max as tensor_scatter_nd_max
from tensorbrook._src.ops.scatter import tensor_scatter_nd_min as tensor_scatter_nd_min
from tensorbrook._src.ops.scatter import tensor_scatter_nd_sub as tensor_scatter_nd_sub
from tensorbrook._src.ops.scatter import (
    tensor_scatter_nd_update as tensor_scatter_nd_update,
)
from tensorbrook._src.ops.shape import broadcast_to as broadcast_to
from tensorbrook._src.ops.shape import concat as concat
from tensorbrook._src.ops.shape import expand_dims as expand_dims
from tensorbrook._src.ops.shape import rank as rank
from tensorbrook._src.ops.shape import reshape as reshape
from tensorbrook._src.ops.shape import shape as shape
from tensorbrook._src.ops.shape import shape_n as shape_n
from tensorbrook._src.ops.shape import size as size
from tensorbrook._src.ops.shape import squeeze as squeeze
from tensorbrook._src.ops.shape import stack as stack
from tensorbrook._src.ops.shape import tile as tile
from tensorbrook._src.ops.shape import transpose as transpose
from tensorbrook._src.ops.shape import unstack as unstack
from tensorbrook._src.ops.shape_asserts import assert_rank as assert_rank
from tensorbrook._src.ops.slicing import slice as slice
from tensorbrook._src.ops.slicing import strided_slice as strided_slice
from tensorbrook._src.ops.sort import argmax as argmax
from tensorbrook._src.ops.sort import argmin as argmin
from tensorbrook._src.ops.sort import argsort as argsort
from tensorbrook._src.ops.sort import searchsorted as searchsorted
from tensorbrook._src.ops.sort import sort as sort
from tensorbrook._src.ops.sort import unique as unique
from tensorbrook._src.ops.sort import unique_with_counts as unique_with_counts
from tensorbrook._src.ops.space_batch import batch_to_space as batch_to_space
from tensorbrook._src.ops.space_batch import (
    required_space_to_batch_paddings as required_space_to_batch_paddings,
)
from tensorbrook._src.ops.space_batch import space_to_batch as space_to_batch
from tensorbrook._src.ops.space_batch import space_to_batch as space_to_batch_nd
from tensorbrook._src.ops.sparse_tensor import SparseTensor as SparseTensor
from tensorbrook._src.ops.sparse_tensor import SparseTensorSpec as SparseTensorSpec
from tensorbrook._src.ops.split import split as split
from tensorbrook._src.ops.string_numbers import as_string as as_string
from tensorbrook._src.ops.trigonometric import acos as acos
from tensorbrook._src.ops.trigonometric import acosh as acosh
from tensorbrook._src.ops.trigonometric import asin as asin
from tensorbrook._src.ops.trigonometric import asinh as asinh
from tensorbrook._src.ops.trigonometric import atan as atan
from tensorbrook._src.ops.trigonometric import atan2 as atan2
from tensorbrook._src.ops.trigonometric import atanh as atanh
from tensorbrook._src.ops.trigonometric import cos as cos
from tensorbrook._src.ops.trigonometric import cosh as cosh
from tensorbrook._src.ops.trigonometric import sin as sin
from tensorbrook._src.ops.trigonometric import sinh as sinh
from tensorbrook._src.ops.trigonometric import tan as tan
from tensorbrook._src.ops.unary import abs as abs  # noqa: A004
from tensorbrook._src.ops.unary import exp as exp
from tensorbrook._src.ops.unary import floor as floor
from tensorbrook._src.ops.unary import negative as negative
from tensorbrook._src.ops.unary import round as round  # noqa: A004
from tensorbrook._src.ops.unary import sigmoid as sigmoid
from tensorbrook._src.ops.unary import sign as sign
from tensorbrook._src.ops.unary import sqrt as sqrt
from tensorbrook._src.ops.unary import square as square
from tensorbrook._src.ops.unary import tanh as tanh
from tensorbrook._src.ops.volume_patches import (
    extract_volume_patches as extract_volume_patches,
)
from tensorbrook._src.variables.enums import VariableAggregation as VariableAggregation
from tensorbrook._src.variables.enums import (
    VariableSynchronization as VariableSynchronization,
)
from tensorbrook._src.variables.initializers import (
    ConstantInitializer as constant_initializer,
)
from tensorbrook._src.variables.initializers import OnesInitializer as ones_initializer
from tensorbrook._src.variables.initializers import (
    RandomNormalInitializer as random_normal_initializer,
)
from tensorbrook._src.variables.initializers import (
    RandomUniformInitializer as random_uniform_initializer,
)
from tensorbrook._src.variables.initializers import (
    ZerosInitializer as zeros_initializer,
)
from tensorbrook._src.variables.module import Module as Module
from tensorbrook._src.variables.variable import Variable as Variable
from tensorbrook._src.variables.variable import (
    variable_creator_scope as variable_creator_scope,
)
from tensorbrook.version import VERSION as __version__

newaxis = None

if TYPE_CHECKING:
    from tensorbrook import __internal__ as __internal__
    from tensorbrook import audio as audio
    from tensorbrook import estimator as estimator
    from tensorbrook import experimental as experimental
    from tensorbrook import feature_column as feature_column
    from tensorbrook import graph_util as graph_util
    from tensorbrook import image as image
    from tensorbrook import initializers as initializers
    from tensorbrook import io as io
    from tensorbrook import keras as keras
    from tensorbrook import linalg as linalg
    from tensorbrook import lookup as lookup
    from tensorbrook import losses as losses
    from tensorbrook import metrics as metrics
    from tensorbrook import optimizers as optimizers
    from tensorbrook import profiler as profiler
    from tensorbrook import quantization as quantization
    from tensorbrook import queue as queue
    from tensorbrook import saved_model as saved_model
    from tensorbrook import sets as sets
    from tensorbrook import signal as signal
    from tensorbrook import summary as summary
    from tensorbrook import sysconfig as sysconfig
    from tensorbrook import test as test
    from tensorbrook import tpu as tpu
    from tensorbrook import train as train
    from tensorbrook import types as types
    from tensorbrook import xla as xla
    from tensorbrook._src.alias import load_ipython_extension as load_ipython_extension
    from tensorbrook._src.alias import (
        unload_ipython_extension as unload_ipython_extension,
    )
else:

    def __getattr__(name: str) -> object:
        """Loads the rooms that bring heavy packages when they are first used."""
        import importlib

        if name in (
            "__internal__",
            "audio",
            "data",
            "distribute",
            "estimator",
            "experimental",
            "feature_column",
            "graph_util",
            "image",
            "initializers",
            "io",
            "keras",
            "linalg",
            "lookup",
            "losses",
            "metrics",
            "optimizers",
            "profiler",
            "quantization",
            "queue",
            "saved_model",
            "sets",
            "signal",
            "summary",
            "sysconfig",
            "test",
            "tpu",
            "train",
            "types",
            "xla",
        ):
            try:
                return importlib.import_module(f"tensorbrook.{name}")
            except ModuleNotFoundError as missing:
                if missing.name != f"tensorbrook.{name}":
                    raise
        if name in ("load_ipython_extension", "unload_ipython_extension"):
            return getattr(importlib.import_module("tensorbrook._src.alias"), name)
        raise AttributeError(f"module 'tensorbrook' has no attribute {name!r}")
