"""The 1.x generation of the API."""

from typing import TYPE_CHECKING

from tensorbrook import compat as compat
from tensorbrook import version as version
from tensorbrook._src.autodiff.aggregation import AggregationMethod as AggregationMethod
from tensorbrook._src.autodiff.custom_gradient import custom_gradient as custom_gradient
from tensorbrook._src.autodiff.custom_gradient import recompute_grad as recompute_grad
from tensorbrook._src.autodiff.pass_through import (
    grad_pass_through as grad_pass_through,
)
from tensorbrook._src.autodiff.tape import GradientTape as GradientTape
from tensorbrook._src.autodiff.unconnected import (
    UnconnectedGradients as UnconnectedGradients,
)
from tensorbrook._src.compat_v1.arrays import arg_max as arg_max
from tensorbrook._src.compat_v1.arrays import arg_min as arg_min
from tensorbrook._src.compat_v1.arrays import argmax as argmax
from tensorbrook._src.compat_v1.arrays import argmin as argmin
from tensorbrook._src.compat_v1.arrays import batch_gather as batch_gather
from tensorbrook._src.compat_v1.arrays import boolean_mask as boolean_mask
from tensorbrook._src.compat_v1.arrays import constant as constant
from tensorbrook._src.compat_v1.arrays import convert_to_tensor as convert_to_tensor
from tensorbrook._src.compat_v1.arrays import depth_to_space as depth_to_space
from tensorbrook._src.compat_v1.arrays import expand_dims as expand_dims
from tensorbrook._src.compat_v1.arrays import gather as gather
from tensorbrook._src.compat_v1.arrays import gather_nd as gather_nd
from tensorbrook._src.compat_v1.arrays import ones_like as ones_like
from tensorbrook._src.compat_v1.arrays import pad as pad
from tensorbrook._src.compat_v1.arrays import parallel_stack as parallel_stack
from tensorbrook._src.compat_v1.arrays import reverse_sequence as reverse_sequence
from tensorbrook._src.compat_v1.arrays import shape as shape
from tensorbrook._src.compat_v1.arrays import shape_n as shape_n
from tensorbrook._src.compat_v1.arrays import size as size
from tensorbrook._src.compat_v1.arrays import space_to_depth as space_to_depth
from tensorbrook._src.compat_v1.arrays import squeeze as squeeze
from tensorbrook._src.compat_v1.arrays import transpose as transpose
from tensorbrook._src.compat_v1.arrays import where as select
from tensorbrook._src.compat_v1.arrays import where as where
from tensorbrook._src.compat_v1.arrays import zeros_like as zeros_like
from tensorbrook._src.compat_v1.casts import to_bfloat16 as to_bfloat16
from tensorbrook._src.compat_v1.casts import to_complex64 as to_complex64
from tensorbrook._src.compat_v1.casts import to_complex128 as to_complex128
from tensorbrook._src.compat_v1.casts import to_double as to_double
from tensorbrook._src.compat_v1.casts import to_float as to_float
from tensorbrook._src.compat_v1.casts import to_int32 as to_int32
from tensorbrook._src.compat_v1.casts import to_int64 as to_int64
from tensorbrook._src.compat_v1.control_flow import colocate_with as colocate_with
from tensorbrook._src.compat_v1.control_flow import cond as cond
from tensorbrook._src.compat_v1.control_flow import container as container
from tensorbrook._src.compat_v1.control_flow import (
    control_flow_v2_enabled as control_flow_v2_enabled,
)
from tensorbrook._src.compat_v1.control_flow import device as device
from tensorbrook._src.compat_v1.control_flow import (
    disable_control_flow_v2 as disable_control_flow_v2,
)
from tensorbrook._src.compat_v1.control_flow import (
    enable_control_flow_v2 as enable_control_flow_v2,
)
from tensorbrook._src.compat_v1.control_flow import name_scope as name_scope
from tensorbrook._src.compat_v1.control_flow import op_scope as op_scope
from tensorbrook._src.compat_v1.control_flow import while_loop as while_loop
from tensorbrook._src.compat_v1.debugging import assert_equal as assert_equal
from tensorbrook._src.compat_v1.debugging import assert_greater as assert_greater
from tensorbrook._src.compat_v1.debugging import (
    assert_greater_equal as assert_greater_equal,
)
from tensorbrook._src.compat_v1.debugging import assert_less as assert_less
from tensorbrook._src.compat_v1.debugging import assert_less_equal as assert_less_equal
from tensorbrook._src.compat_v1.debugging import assert_near as assert_near
from tensorbrook._src.compat_v1.debugging import assert_negative as assert_negative
from tensorbrook._src.compat_v1.debugging import (
    assert_non_negative as assert_non_negative,
)
from tensorbrook._src.compat_v1.debugging import (
    assert_non_positive as assert_non_positive,
)
from tensorbrook._src.compat_v1.debugging import assert_none_equal as assert_none_equal
from tensorbrook._src.compat_v1.debugging import assert_positive as assert_positive
from tensorbrook._src.compat_v1.debugging import assert_rank as assert_rank
from tensorbrook._src.compat_v1.debugging import (
    assert_rank_at_least as assert_rank_at_least,
)
from tensorbrook._src.compat_v1.debugging import assert_rank_in as assert_rank_in
from tensorbrook._src.compat_v1.debugging import assert_scalar as assert_scalar
from tensorbrook._src.compat_v1.debugging import (
    verify_tensor_all_finite as verify_tensor_all_finite,
)
from tensorbrook._src.compat_v1.framework import add_to_collection as add_to_collection
from tensorbrook._src.compat_v1.framework import (
    add_to_collections as add_to_collections,
)
from tensorbrook._src.compat_v1.framework import all_variables as all_variables
from tensorbrook._src.compat_v1.framework import (
    disable_eager_execution as disable_eager_execution,
)
from tensorbrook._src.compat_v1.framework import (
    disable_tensor_equality as disable_tensor_equality,
)
from tensorbrook._src.compat_v1.framework import (
    disable_v2_behavior as disable_v2_behavior,
)
from tensorbrook._src.compat_v1.framework import (
    enable_eager_execution as enable_eager_execution,
)
from tensorbrook._src.compat_v1.framework import (
    enable_tensor_equality as enable_tensor_equality,
)
from tensorbrook._src.compat_v1.framework import (
    enable_v2_behavior as enable_v2_behavior,
)
from tensorbrook._src.compat_v1.framework import (
    executing_eagerly_outside_functions as executing_eagerly_outside_functions,
)
from tensorbrook._src.compat_v1.framework import get_collection as get_collection
from tensorbrook._src.compat_v1.framework import (
    get_collection_ref as get_collection_ref,
)
from tensorbrook._src.compat_v1.framework import global_variables as global_variables
from tensorbrook._src.compat_v1.framework import (
    global_variables_initializer as global_variables_initializer,
)
from tensorbrook._src.compat_v1.framework import (
    initialize_all_tables as initialize_all_tables,
)
from tensorbrook._src.compat_v1.framework import (
    initialize_all_variables as initialize_all_variables,
)
from tensorbrook._src.compat_v1.framework import (
    initialize_local_variables as initialize_local_variables,
)
from tensorbrook._src.compat_v1.framework import (
    initialize_variables as initialize_variables,
)
from tensorbrook._src.compat_v1.framework import local_variables as local_variables
from tensorbrook._src.compat_v1.framework import (
    local_variables_initializer as local_variables_initializer,
)
from tensorbrook._src.compat_v1.framework import model_variables as model_variables
from tensorbrook._src.compat_v1.framework import (
    moving_average_variables as moving_average_variables,
)
from tensorbrook._src.compat_v1.framework import placeholder as placeholder
from tensorbrook._src.compat_v1.framework import (
    placeholder_with_default as placeholder_with_default,
)
from tensorbrook._src.compat_v1.framework import (
    tables_initializer as tables_initializer,
)
from tensorbrook._src.compat_v1.framework import (
    trainable_variables as trainable_variables,
)
from tensorbrook._src.compat_v1.framework import (
    variables_initializer as variables_initializer,
)
from tensorbrook._src.compat_v1.graph_keys import GraphKeys as GraphKeys
from tensorbrook._src.compat_v1.grouping import tuple as tuple
from tensorbrook._src.compat_v1.image import (
    extract_image_patches as extract_image_patches,
)
from tensorbrook._src.compat_v1.image import quantize_v2 as quantize_v2
from tensorbrook._src.compat_v1.initializers import Constant as constant_initializer
from tensorbrook._src.compat_v1.initializers import (
    GlorotNormal as glorot_normal_initializer,
)
from tensorbrook._src.compat_v1.initializers import (
    GlorotUniform as glorot_uniform_initializer,
)
from tensorbrook._src.compat_v1.initializers import Ones as ones_initializer
from tensorbrook._src.compat_v1.initializers import Orthogonal as orthogonal_initializer
from tensorbrook._src.compat_v1.initializers import (
    RandomNormal as random_normal_initializer,
)
from tensorbrook._src.compat_v1.initializers import (
    RandomUniform as random_uniform_initializer,
)
from tensorbrook._src.compat_v1.initializers import (
    TruncatedNormal as truncated_normal_initializer,
)
from tensorbrook._src.compat_v1.initializers import (
    UniformUnitScaling as uniform_unit_scaling_initializer,
)
from tensorbrook._src.compat_v1.initializers import (
    VarianceScaling as variance_scaling_initializer,
)
from tensorbrook._src.compat_v1.initializers import Zeros as zeros_initializer
from tensorbrook._src.compat_v1.io import decode_csv as decode_csv
from tensorbrook._src.compat_v1.io import parse_example as parse_example
from tensorbrook._src.compat_v1.io import parse_single_example as parse_single_example
from tensorbrook._src.compat_v1.io import serialize_many_sparse as serialize_many_sparse
from tensorbrook._src.compat_v1.io import serialize_sparse as serialize_sparse
from tensorbrook._src.compat_v1.math import accumulate_n as accumulate_n
from tensorbrook._src.compat_v1.math import bincount as bincount
from tensorbrook._src.compat_v1.math import confusion_matrix as confusion_matrix
from tensorbrook._src.compat_v1.math import div as div
from tensorbrook._src.compat_v1.math import gradients as gradients
from tensorbrook._src.compat_v1.math import hessians as hessians
from tensorbrook._src.compat_v1.math import norm as norm
from tensorbrook._src.compat_v1.math import sparse_segment_mean as sparse_segment_mean
from tensorbrook._src.compat_v1.math import (
    sparse_segment_sqrt_n as sparse_segment_sqrt_n,
)
from tensorbrook._src.compat_v1.math import sparse_segment_sum as sparse_segment_sum
from tensorbrook._src.compat_v1.queues import FIFOQueue as FIFOQueue
from tensorbrook._src.compat_v1.queues import PaddingFIFOQueue as PaddingFIFOQueue
from tensorbrook._src.compat_v1.queues import PriorityQueue as PriorityQueue
from tensorbrook._src.compat_v1.queues import QueueBase as QueueBase
from tensorbrook._src.compat_v1.queues import RandomShuffleQueue as RandomShuffleQueue
from tensorbrook._src.compat_v1.random import multinomial as multinomial
from tensorbrook._src.compat_v1.random import poisson as random_poisson
from tensorbrook._src.compat_v1.readers import (
    FixedLengthRecordReader as FixedLengthRecordReader,
)
from tensorbrook._src.compat_v1.readers import IdentityReader as IdentityReader
from tensorbrook._src.compat_v1.readers import ReaderBase as ReaderBase
from tensorbrook._src.compat_v1.readers import TextLineReader as TextLineReader
from tensorbrook._src.compat_v1.readers import TFRecordReader as TFRecordReader
from tensorbrook._src.compat_v1.readers import WholeFileReader as WholeFileReader
from tensorbrook._src.compat_v1.reduce import count_nonzero as count_nonzero
from tensorbrook._src.compat_v1.reduce import reduce_all as reduce_all
from tensorbrook._src.compat_v1.reduce import reduce_any as reduce_any
from tensorbrook._src.compat_v1.reduce import reduce_logsumexp as reduce_logsumexp
from tensorbrook._src.compat_v1.reduce import reduce_max as reduce_max
from tensorbrook._src.compat_v1.reduce import reduce_mean as reduce_mean
from tensorbrook._src.compat_v1.reduce import reduce_min as reduce_min
from tensorbrook._src.compat_v1.reduce import reduce_prod as reduce_prod
from tensorbrook._src.compat_v1.reduce import reduce_sum as reduce_sum
from tensorbrook._src.compat_v1.session_tensors import (
    delete_session_tensor as delete_session_tensor,
)
from tensorbrook._src.compat_v1.session_tensors import (
    get_session_handle as get_session_handle,
)
from tensorbrook._src.compat_v1.session_tensors import (
    get_session_tensor as get_session_tensor,
)
from tensorbrook._src.compat_v1.space_batch import batch_to_space as batch_to_space
from tensorbrook._src.compat_v1.space_batch import space_to_batch as space_to_batch
from tensorbrook._src.compat_v1.sparse import (
    convert_to_tensor_or_indexed_slices as convert_to_tensor_or_indexed_slices,
)
from tensorbrook._src.compat_v1.sparse import (
    convert_to_tensor_or_sparse_tensor as convert_to_tensor_or_sparse_tensor,
)
from tensorbrook._src.compat_v1.sparse import sparse_add as sparse_add
from tensorbrook._src.compat_v1.sparse import sparse_concat as sparse_concat
from tensorbrook._src.compat_v1.sparse import sparse_matmul as sparse_matmul
from tensorbrook._src.compat_v1.sparse import sparse_merge as sparse_merge
from tensorbrook._src.compat_v1.sparse import sparse_placeholder as sparse_placeholder
from tensorbrook._src.compat_v1.sparse import sparse_reduce_max as sparse_reduce_max
from tensorbrook._src.compat_v1.sparse import (
    sparse_reduce_max_sparse as sparse_reduce_max_sparse,
)
from tensorbrook._src.compat_v1.sparse import sparse_reduce_sum as sparse_reduce_sum
from tensorbrook._src.compat_v1.sparse import (
    sparse_reduce_sum_sparse as sparse_reduce_sum_sparse,
)
from tensorbrook._src.compat_v1.sparse import sparse_split as sparse_split
from tensorbrook._src.compat_v1.sparse import sparse_to_dense as sparse_to_dense
from tensorbrook._src.compat_v1.strings import decode_raw as decode_raw
from tensorbrook._src.compat_v1.strings import reduce_join as reduce_join
from tensorbrook._src.compat_v1.strings import string_split as string_split
from tensorbrook._src.compat_v1.strings import substr as substr
from tensorbrook._src.compat_v1.strings import to_hash_bucket as string_to_hash_bucket
from tensorbrook._src.compat_v1.strings import to_number as string_to_number
from tensorbrook._src.compat_v1.template import make_template as make_template
from tensorbrook._src.compat_v1.variable import VariableV1 as Variable
from tensorbrook._src.compat_v1.variable import assign as assign
from tensorbrook._src.compat_v1.variable import assign_add as assign_add
from tensorbrook._src.compat_v1.variable import assign_sub as assign_sub
from tensorbrook._src.compat_v1.variable import count_up_to as count_up_to
from tensorbrook._src.compat_v1.variable import (
    disable_resource_variables as disable_resource_variables,
)
from tensorbrook._src.compat_v1.variable import (
    enable_resource_variables as enable_resource_variables,
)
from tensorbrook._src.compat_v1.variable import (
    is_variable_initialized as is_variable_initialized,
)
from tensorbrook._src.compat_v1.variable import (
    report_uninitialized_variables as report_uninitialized_variables,
)
from tensorbrook._src.compat_v1.variable import (
    resource_variables_enabled as resource_variables_enabled,
)
from tensorbrook._src.compat_v1.variable_scope import VariableScope as VariableScope
from tensorbrook._src.compat_v1.variable_scope import (
    get_local_variable as get_local_variable,
)
from tensorbrook._src.compat_v1.variable_scope import get_variable as get_variable
from tensorbrook._src.compat_v1.variable_scope import (
    get_variable_scope as get_variable_scope,
)
from tensorbrook._src.compat_v1.variable_scope import (
    variable_op_scope as variable_op_scope,
)
from tensorbrook._src.compat_v1.variable_scope import variable_scope as variable_scope
from tensorbrook._src.compat_v1.variable_store import AUTO_REUSE as AUTO_REUSE
from tensorbrook._src.compat_v1.wrapped_function import wrap_function as wrap_function
from tensorbrook._src.control_flow.conditional import case as case
from tensorbrook._src.control_flow.conditional import switch_case as switch_case
from tensorbrook._src.control_flow.critical_section import (
    CriticalSection as CriticalSection,
)
from tensorbrook._src.control_flow.higher_order import foldl as foldl
from tensorbrook._src.control_flow.higher_order import foldr as foldr
from tensorbrook._src.control_flow.higher_order import map_fn as map_fn
from tensorbrook._src.control_flow.higher_order import scan as scan
from tensorbrook._src.control_flow.python_function import (
    numpy_function as numpy_function,
)
from tensorbrook._src.control_flow.python_function import py_func as py_func
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
from tensorbrook._src.core.errors import OpError as OpError
from tensorbrook._src.core.logger import get_logger as get_logger
from tensorbrook._src.core.none_spec import NoneTensorSpec as NoneTensorSpec
from tensorbrook._src.core.registered_gradients import (
    RegisterGradient as RegisterGradient,
)
from tensorbrook._src.core.registered_gradients import no_gradient as NoGradient
from tensorbrook._src.core.registered_gradients import no_gradient as NotDifferentiable
from tensorbrook._src.core.registered_gradients import no_gradient as no_gradient
from tensorbrook._src.core.scopes import control_dependencies as control_dependencies
from tensorbrook._src.core.shapes import TensorShape as TensorShape
from tensorbrook._src.core.shapes import dimension_at_index as dimension_at_index
from tensorbrook._src.core.shapes import dimension_value as dimension_value
from tensorbrook._src.core.shapes import (
    disable_v2_tensorshape as disable_v2_tensorshape,
)
from tensorbrook._src.core.shapes import enable_v2_tensorshape as enable_v2_tensorshape
from tensorbrook._src.core.tensor import Tensor as Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec as TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec as TypeSpec
from tensorbrook._src.core.type_spec import type_spec_from_value as type_spec_from_value
from tensorbrook._src.eager.protos import make_ndarray as make_ndarray
from tensorbrook._src.eager.protos import make_tensor_proto as make_tensor_proto
from tensorbrook._src.formats.protos import AttrValue as AttrValue
from tensorbrook._src.formats.protos import ConfigProto as ConfigProto
from tensorbrook._src.formats.protos import Event as Event
from tensorbrook._src.formats.protos import GPUOptions as GPUOptions
from tensorbrook._src.formats.protos import GraphDef as GraphDef
from tensorbrook._src.formats.protos import GraphOptions as GraphOptions
from tensorbrook._src.formats.protos import HistogramProto as HistogramProto
from tensorbrook._src.formats.protos import LogMessage as LogMessage
from tensorbrook._src.formats.protos import MetaGraphDef as MetaGraphDef
from tensorbrook._src.formats.protos import NameAttrList as NameAttrList
from tensorbrook._src.formats.protos import NodeDef as NodeDef
from tensorbrook._src.formats.protos import OptimizerOptions as OptimizerOptions
from tensorbrook._src.formats.protos import RunMetadata as RunMetadata
from tensorbrook._src.formats.protos import RunOptions as RunOptions
from tensorbrook._src.formats.protos import SessionLog as SessionLog
from tensorbrook._src.formats.protos import Summary as Summary
from tensorbrook._src.formats.protos import SummaryMetadata as SummaryMetadata
from tensorbrook._src.formats.protos import TensorInfo as TensorInfo
from tensorbrook._src.function.batching import (
    nondifferentiable_batch_function as nondifferentiable_batch_function,
)
from tensorbrook._src.function.polymorphic import function as function
from tensorbrook._src.graph.constant_value import get_static_value as get_static_value
from tensorbrook._src.graph.default_graph import get_default_graph as get_default_graph
from tensorbrook._src.graph.default_graph import (
    reset_default_graph as reset_default_graph,
)
from tensorbrook._src.graph.func_graph import init_scope as init_scope
from tensorbrook._src.graph.graph import Graph as Graph
from tensorbrook._src.graph.import_graph_def import import_graph_def as import_graph_def
from tensorbrook._src.graph.operation import Operation as Operation
from tensorbrook._src.graph.queries import is_symbolic_tensor as is_symbolic_tensor
from tensorbrook._src.ops.accumulate import add_n as add_n
from tensorbrook._src.ops.approximate import approx_top_k as approx_top_k
from tensorbrook._src.ops.array_creation import fill as fill
from tensorbrook._src.ops.array_creation import one_hot as one_hot
from tensorbrook._src.ops.array_creation import ones as ones
from tensorbrook._src.ops.array_creation import range as range
from tensorbrook._src.ops.array_creation import zeros as zeros
from tensorbrook._src.ops.binary import add as add
from tensorbrook._src.ops.binary import div_no_nan as div_no_nan
from tensorbrook._src.ops.binary import divide as divide
from tensorbrook._src.ops.binary import floordiv as floor_div
from tensorbrook._src.ops.binary import floordiv as floordiv
from tensorbrook._src.ops.binary import floormod as floormod
from tensorbrook._src.ops.binary import floormod as mod
from tensorbrook._src.ops.binary import maximum as maximum
from tensorbrook._src.ops.binary import minimum as minimum
from tensorbrook._src.ops.binary import multiply as mul
from tensorbrook._src.ops.binary import multiply as multiply
from tensorbrook._src.ops.binary import pow as pow
from tensorbrook._src.ops.binary import realdiv as realdiv
from tensorbrook._src.ops.binary import scalar_mul as scalar_mul
from tensorbrook._src.ops.binary import squared_difference as squared_difference
from tensorbrook._src.ops.binary import subtract as sub
from tensorbrook._src.ops.binary import subtract as subtract
from tensorbrook._src.ops.binary import truediv as truediv
from tensorbrook._src.ops.binary import truncatediv as truncatediv
from tensorbrook._src.ops.binary import truncatemod as truncatemod
from tensorbrook._src.ops.cast import cast as cast
from tensorbrook._src.ops.cast import saturate_cast as saturate_cast
from tensorbrook._src.ops.clip import clip_by_average_norm as clip_by_average_norm
from tensorbrook._src.ops.clip import clip_by_global_norm as clip_by_global_norm
from tensorbrook._src.ops.clip import clip_by_norm as clip_by_norm
from tensorbrook._src.ops.clip import clip_by_value as clip_by_value
from tensorbrook._src.ops.clip import global_norm as global_norm
from tensorbrook._src.ops.clock import timestamp as timestamp
from tensorbrook._src.ops.comparison import equal as equal
from tensorbrook._src.ops.comparison import greater as greater
from tensorbrook._src.ops.comparison import greater_equal as greater_equal
from tensorbrook._src.ops.comparison import is_non_decreasing as is_non_decreasing
from tensorbrook._src.ops.comparison import (
    is_strictly_increasing as is_strictly_increasing,
)
from tensorbrook._src.ops.comparison import less as less
from tensorbrook._src.ops.comparison import less_equal as less_equal
from tensorbrook._src.ops.comparison import logical_and as logical_and
from tensorbrook._src.ops.comparison import logical_not as logical_not
from tensorbrook._src.ops.comparison import logical_or as logical_or
from tensorbrook._src.ops.comparison import logical_xor as logical_xor
from tensorbrook._src.ops.comparison import not_equal as not_equal
from tensorbrook._src.ops.complex_numbers import angle as angle
from tensorbrook._src.ops.complex_numbers import complex as complex
from tensorbrook._src.ops.complex_numbers import conj as conj
from tensorbrook._src.ops.complex_numbers import imag as imag
from tensorbrook._src.ops.complex_numbers import real as real
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
from tensorbrook._src.ops.cross import cross as cross
from tensorbrook._src.ops.csv import decode_json_example as decode_json_example
from tensorbrook._src.ops.cumulative import cumprod as cumprod
from tensorbrook._src.ops.cumulative import cumsum as cumsum
from tensorbrook._src.ops.debugging import Assert as Assert
from tensorbrook._src.ops.debugging import check_numerics as check_numerics
from tensorbrook._src.ops.decompositions import eigh as self_adjoint_eig
from tensorbrook._src.ops.decompositions import eigvalsh as self_adjoint_eigvals
from tensorbrook._src.ops.decompositions import qr as qr
from tensorbrook._src.ops.decompositions import svd as svd
from tensorbrook._src.ops.edit_distance import edit_distance as edit_distance
from tensorbrook._src.ops.einsum import einsum as einsum
from tensorbrook._src.ops.ensure_shape import ensure_shape as ensure_shape
from tensorbrook._src.ops.example_features import FixedLenFeature as FixedLenFeature
from tensorbrook._src.ops.example_features import (
    FixedLenSequenceFeature as FixedLenSequenceFeature,
)
from tensorbrook._src.ops.example_features import SparseFeature as SparseFeature
from tensorbrook._src.ops.example_features import VarLenFeature as VarLenFeature
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_args as fake_quant_with_min_max_args,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_args_gradient as fake_quant_with_min_max_args_gradient,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars as fake_quant_with_min_max_vars,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars_gradient as fake_quant_with_min_max_vars_gradient,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars_per_channel as fake_quant_with_min_max_vars_per_channel,
)
from tensorbrook._src.ops.fake_quant import (
    fake_quant_with_min_max_vars_per_channel_gradient as fake_quant_with_min_max_vars_per_channel_gradient,  # noqa: E501
)
from tensorbrook._src.ops.fft_nd_nodes import fftnd as fftnd
from tensorbrook._src.ops.fft_nd_nodes import ifftnd as ifftnd
from tensorbrook._src.ops.fft_nd_nodes import irfftnd as irfftnd
from tensorbrook._src.ops.fft_nd_nodes import rfftnd as rfftnd
from tensorbrook._src.ops.files import decode_compressed as decode_compressed
from tensorbrook._src.ops.files import matching_files as matching_files
from tensorbrook._src.ops.files import parse_tensor as parse_tensor
from tensorbrook._src.ops.files import read_file as read_file
from tensorbrook._src.ops.files import serialize_tensor as serialize_tensor
from tensorbrook._src.ops.files import write_file as write_file
from tensorbrook._src.ops.fingerprint import fingerprint as fingerprint
from tensorbrook._src.ops.gather import where as where_v2
from tensorbrook._src.ops.grouping import group as group
from tensorbrook._src.ops.image_random import random_crop as random_crop
from tensorbrook._src.ops.indexed_slices import IndexedSlices as IndexedSlices
from tensorbrook._src.ops.indexed_slices import IndexedSlicesSpec as IndexedSlicesSpec
from tensorbrook._src.ops.linalg_diag import band_part as matrix_band_part
from tensorbrook._src.ops.linalg_diag import diag as matrix_diag
from tensorbrook._src.ops.linalg_diag import diag_part as matrix_diag_part
from tensorbrook._src.ops.linalg_diag import set_diag as matrix_set_diag
from tensorbrook._src.ops.linalg_diag import tensor_diag as diag
from tensorbrook._src.ops.linalg_diag import tensor_diag_part as diag_part
from tensorbrook._src.ops.linalg_functions import lstsq as matrix_solve_ls
from tensorbrook._src.ops.linalg_functions import sqrtm as matrix_square_root
from tensorbrook._src.ops.linalg_matrix import matrix_transpose as matrix_transpose
from tensorbrook._src.ops.linalg_matrix import trace as trace
from tensorbrook._src.ops.linalg_solve import cholesky as cholesky
from tensorbrook._src.ops.linalg_solve import cholesky_solve as cholesky_solve
from tensorbrook._src.ops.linalg_solve import det as matrix_determinant
from tensorbrook._src.ops.linalg_solve import inv as matrix_inverse
from tensorbrook._src.ops.linalg_solve import solve as matrix_solve
from tensorbrook._src.ops.linalg_solve import (
    triangular_solve as matrix_triangular_solve,
)
from tensorbrook._src.ops.matmul import matmul as matmul
from tensorbrook._src.ops.matmul import tensordot as tensordot
from tensorbrook._src.ops.printing import Print as Print
from tensorbrook._src.ops.printing import print as print
from tensorbrook._src.ops.quantization import dequantize as dequantize
from tensorbrook._src.ops.quantization import quantize as quantize
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec as RaggedTensorSpec
from tensorbrook._src.ops.ragged.tensor import RaggedTensor as RaggedTensor
from tensorbrook._src.ops.ragged_records import (
    ragged_fill_empty_rows as ragged_fill_empty_rows,
)
from tensorbrook._src.ops.ragged_records import (
    ragged_fill_empty_rows_grad as ragged_fill_empty_rows_grad,
)
from tensorbrook._src.ops.random import normal as random_normal
from tensorbrook._src.ops.random import shuffle as random_shuffle
from tensorbrook._src.ops.random import truncated_normal as truncated_normal
from tensorbrook._src.ops.random import uniform as random_uniform
from tensorbrook._src.ops.random_distributions import gamma as random_gamma
from tensorbrook._src.ops.random_seed import get_seed as get_seed
from tensorbrook._src.ops.random_seed import set_seed as set_random_seed
from tensorbrook._src.ops.rearrange import bitcast as bitcast
from tensorbrook._src.ops.rearrange import (
    broadcast_dynamic_shape as broadcast_dynamic_shape,
)
from tensorbrook._src.ops.rearrange import (
    broadcast_static_shape as broadcast_static_shape,
)
from tensorbrook._src.ops.rearrange import eye as eye
from tensorbrook._src.ops.rearrange import linspace as lin_space
from tensorbrook._src.ops.rearrange import linspace as linspace
from tensorbrook._src.ops.rearrange import meshgrid as meshgrid
from tensorbrook._src.ops.rearrange import repeat as repeat
from tensorbrook._src.ops.rearrange import reverse as reverse
from tensorbrook._src.ops.rearrange import reverse as reverse_v2
from tensorbrook._src.ops.rearrange import roll as roll
from tensorbrook._src.ops.rearrange import sequence_mask as sequence_mask
from tensorbrook._src.ops.rearrange import unravel_index as unravel_index
from tensorbrook._src.ops.scatter import dynamic_partition as dynamic_partition
from tensorbrook._src.ops.scatter import dynamic_stitch as dynamic_stitch
from tensorbrook._src.ops.scatter import scatter_nd as scatter_nd
from tensorbrook._src.ops.scatter import tensor_scatter_nd_add as tensor_scatter_add
from tensorbrook._src.ops.scatter import tensor_scatter_nd_add as tensor_scatter_nd_add
from tensorbrook._src.ops.scatter import tensor_scatter_nd_max as tensor_scatter_nd_max
from tensorbrook._src.ops.scatter import tensor_scatter_nd_min as tensor_scatter_nd_min
from tensorbrook._src.ops.scatter import tensor_scatter_nd_sub as tensor_scatter_nd_sub
from tensorbrook._src.ops.scatter import tensor_scatter_nd_sub as tensor_scatter_sub
from tensorbrook._src.ops.scatter import (
    tensor_scatter_nd_update as tensor_scatter_nd_update,
)
from tensorbrook._src.ops.scatter import (
    tensor_scatter_nd_update as tensor_scatter_update,
)
from tensorbrook._src.ops.segment import segment_max as segment_max
from tensorbrook._src.ops.segment import segment_mean as segment_mean
from tensorbrook._src.ops.segment import segment_min as segment_min
from tensorbrook._src.ops.segment import segment_prod as segment_prod
from tensorbrook._src.ops.segment import segment_sum as segment_sum
from tensorbrook._src.ops.segment import unsorted_segment_max as unsorted_segment_max
from tensorbrook._src.ops.segment import unsorted_segment_mean as unsorted_segment_mean
from tensorbrook._src.ops.segment import unsorted_segment_min as unsorted_segment_min
from tensorbrook._src.ops.segment import unsorted_segment_prod as unsorted_segment_prod
from tensorbrook._src.ops.segment import (
    unsorted_segment_sqrt_n as unsorted_segment_sqrt_n,
)
from tensorbrook._src.ops.segment import unsorted_segment_sum as unsorted_segment_sum
from tensorbrook._src.ops.sequence_parsing import (
    parse_single_sequence_example as parse_single_sequence_example,
)
from tensorbrook._src.ops.sets import setdiff1d as setdiff1d
from tensorbrook._src.ops.shape import broadcast_to as broadcast_to
from tensorbrook._src.ops.shape import concat as concat
from tensorbrook._src.ops.shape import rank as rank
from tensorbrook._src.ops.shape import reshape as reshape
from tensorbrook._src.ops.shape import stack as pack
from tensorbrook._src.ops.shape import stack as stack
from tensorbrook._src.ops.shape import tile as tile
from tensorbrook._src.ops.shape import unstack as unpack
from tensorbrook._src.ops.shape import unstack as unstack
from tensorbrook._src.ops.shape_asserts import assert_integer as assert_integer
from tensorbrook._src.ops.shape_asserts import (
    assert_proper_iterable as assert_proper_iterable,
)
from tensorbrook._src.ops.shape_asserts import (
    assert_same_float_dtype as assert_same_float_dtype,
)
from tensorbrook._src.ops.shape_asserts import assert_type as assert_type
from tensorbrook._src.ops.shape_asserts import is_numeric_tensor as is_numeric_tensor
from tensorbrook._src.ops.signal_fft import fft as fft
from tensorbrook._src.ops.signal_fft import fft2d as fft2d
from tensorbrook._src.ops.signal_fft import fft3d as fft3d
from tensorbrook._src.ops.signal_fft import ifft as ifft
from tensorbrook._src.ops.signal_fft import ifft2d as ifft2d
from tensorbrook._src.ops.signal_fft import ifft3d as ifft3d
from tensorbrook._src.ops.slicing import slice as slice
from tensorbrook._src.ops.slicing import strided_slice as strided_slice
from tensorbrook._src.ops.sort import argsort as argsort
from tensorbrook._src.ops.sort import invert_permutation as invert_permutation
from tensorbrook._src.ops.sort import searchsorted as searchsorted
from tensorbrook._src.ops.sort import sort as sort
from tensorbrook._src.ops.sort import unique as unique
from tensorbrook._src.ops.sort import unique_with_counts as unique_with_counts
from tensorbrook._src.ops.space_batch import batch_to_space as batch_to_space_nd
from tensorbrook._src.ops.space_batch import (
    required_space_to_batch_paddings as required_space_to_batch_paddings,
)
from tensorbrook._src.ops.space_batch import space_to_batch as space_to_batch_nd
from tensorbrook._src.ops.sparse_arithmetic import maximum as sparse_maximum
from tensorbrook._src.ops.sparse_arithmetic import minimum as sparse_minimum
from tensorbrook._src.ops.sparse_convert import mask as sparse_mask
from tensorbrook._src.ops.sparse_convert import retain as sparse_retain
from tensorbrook._src.ops.sparse_convert import (
    sparse_to_dense as sparse_tensor_to_dense,
)
from tensorbrook._src.ops.sparse_convert import to_indicator as sparse_to_indicator
from tensorbrook._src.ops.sparse_dense import softmax as sparse_softmax
from tensorbrook._src.ops.sparse_dense import (
    sparse_dense_matmul as sparse_tensor_dense_matmul,
)
from tensorbrook._src.ops.sparse_layout import reorder as sparse_reorder
from tensorbrook._src.ops.sparse_layout import reset_shape as sparse_reset_shape
from tensorbrook._src.ops.sparse_layout import reshape as sparse_reshape
from tensorbrook._src.ops.sparse_layout import transpose as sparse_transpose
from tensorbrook._src.ops.sparse_pieces import slice as sparse_slice
from tensorbrook._src.ops.sparse_rows import fill_empty_rows as sparse_fill_empty_rows
from tensorbrook._src.ops.sparse_serial import (
    deserialize_many_sparse as deserialize_many_sparse,
)
from tensorbrook._src.ops.sparse_tensor import SparseTensor as SparseTensor
from tensorbrook._src.ops.sparse_tensor import SparseTensorSpec as SparseTensorSpec
from tensorbrook._src.ops.sparse_tensor import SparseTensorValue as SparseTensorValue
from tensorbrook._src.ops.special import betainc as betainc
from tensorbrook._src.ops.special import digamma as digamma
from tensorbrook._src.ops.special import erf as erf
from tensorbrook._src.ops.special import erfc as erfc
from tensorbrook._src.ops.special import igamma as igamma
from tensorbrook._src.ops.special import igammac as igammac
from tensorbrook._src.ops.special import lbeta as lbeta
from tensorbrook._src.ops.special import lgamma as lgamma
from tensorbrook._src.ops.special import polygamma as polygamma
from tensorbrook._src.ops.special import zeta as zeta
from tensorbrook._src.ops.split import split as split
from tensorbrook._src.ops.string_bytes import decode_base64 as decode_base64
from tensorbrook._src.ops.string_bytes import encode_base64 as encode_base64
from tensorbrook._src.ops.string_hash import (
    to_hash_bucket_fast as string_to_hash_bucket_fast,
)
from tensorbrook._src.ops.string_hash import (
    to_hash_bucket_strong as string_to_hash_bucket_strong,
)
from tensorbrook._src.ops.string_numbers import as_string as as_string
from tensorbrook._src.ops.string_regex import regex_replace as regex_replace
from tensorbrook._src.ops.strings import join as string_join
from tensorbrook._src.ops.strings import strip as string_strip
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
from tensorbrook._src.ops.unary import abs as abs
from tensorbrook._src.ops.unary import ceil as ceil
from tensorbrook._src.ops.unary import exp as exp
from tensorbrook._src.ops.unary import expm1 as expm1
from tensorbrook._src.ops.unary import floor as floor
from tensorbrook._src.ops.unary import is_finite as is_finite
from tensorbrook._src.ops.unary import is_inf as is_inf
from tensorbrook._src.ops.unary import is_nan as is_nan
from tensorbrook._src.ops.unary import log as log
from tensorbrook._src.ops.unary import log1p as log1p
from tensorbrook._src.ops.unary import log_sigmoid as log_sigmoid
from tensorbrook._src.ops.unary import negative as neg
from tensorbrook._src.ops.unary import negative as negative
from tensorbrook._src.ops.unary import reciprocal as reciprocal
from tensorbrook._src.ops.unary import rint as rint
from tensorbrook._src.ops.unary import round as round
from tensorbrook._src.ops.unary import rsqrt as rsqrt
from tensorbrook._src.ops.unary import sigmoid as sigmoid
from tensorbrook._src.ops.unary import sign as sign
from tensorbrook._src.ops.unary import sqrt as sqrt
from tensorbrook._src.ops.unary import square as square
from tensorbrook._src.ops.unary import tanh as tanh
from tensorbrook._src.ops.volume_patches import (
    extract_volume_patches as extract_volume_patches,
)
from tensorbrook._src.runtime.session import InteractiveSession as InteractiveSession
from tensorbrook._src.runtime.session import Session as Session
from tensorbrook._src.runtime.session import get_default_session as get_default_session
from tensorbrook._src.variables.enums import VariableAggregation as VariableAggregation
from tensorbrook._src.variables.enums import (
    VariableSynchronization as VariableSynchronization,
)
from tensorbrook._src.variables.module import Module as Module
from tensorbrook._src.variables.variable import (
    variable_creator_scope as variable_creator_scope,
)
from tensorbrook.compat.v1 import autograph as autograph
from tensorbrook.compat.v1 import bitwise as bitwise
from tensorbrook.compat.v1 import config as config
from tensorbrook.compat.v1 import debugging as debugging
from tensorbrook.compat.v1 import dtypes as dtypes
from tensorbrook.compat.v1 import errors as errors
from tensorbrook.compat.v1 import experimental as experimental
from tensorbrook.compat.v1 import gfile as gfile
from tensorbrook.compat.v1 import graph_util as graph_util
from tensorbrook.compat.v1 import initializers as initializers
from tensorbrook.compat.v1 import linalg as linalg
from tensorbrook.compat.v1 import logging as logging
from tensorbrook.compat.v1 import manip as manip
from tensorbrook.compat.v1 import math as math
from tensorbrook.compat.v1 import nest as nest
from tensorbrook.compat.v1 import nn as nn
from tensorbrook.compat.v1 import python_io as python_io
from tensorbrook.compat.v1 import queue as queue
from tensorbrook.compat.v1 import ragged as ragged
from tensorbrook.compat.v1 import random as random
from tensorbrook.compat.v1 import raw_ops as raw_ops
from tensorbrook.compat.v1 import sets as sets
from tensorbrook.compat.v1 import signal as signal
from tensorbrook.compat.v1 import sparse as sparse
from tensorbrook.compat.v1 import spectral as spectral
from tensorbrook.compat.v1 import strings as strings
from tensorbrook.compat.v1 import sysconfig as sysconfig
from tensorbrook.compat.v1 import train as train
from tensorbrook.compat.v1 import types as types
from tensorbrook.compat.v1 import xla as xla
from tensorbrook.version import COMPILER_VERSION as COMPILER_VERSION
from tensorbrook.version import GIT_VERSION as GIT_VERSION
from tensorbrook.version import GRAPH_DEF_VERSION as GRAPH_DEF_VERSION
from tensorbrook.version import (
    GRAPH_DEF_VERSION_MIN_CONSUMER as GRAPH_DEF_VERSION_MIN_CONSUMER,
)
from tensorbrook.version import (
    GRAPH_DEF_VERSION_MIN_PRODUCER as GRAPH_DEF_VERSION_MIN_PRODUCER,
)
from tensorbrook.version import VERSION as VERSION
from tensorbrook.version import VERSION as __version__

newaxis = None

if TYPE_CHECKING:
    from tensorbrook import contrib as contrib
    from tensorbrook import examples as examples
    from tensorbrook import keras as keras
    from tensorbrook.compat.v1 import app as app
    from tensorbrook.compat.v1 import audio as audio
    from tensorbrook.compat.v1 import data as data
    from tensorbrook.compat.v1 import distribute as distribute
    from tensorbrook.compat.v1 import distributions as distributions
    from tensorbrook.compat.v1 import estimator as estimator
    from tensorbrook.compat.v1 import feature_column as feature_column
    from tensorbrook.compat.v1 import flags as flags
    from tensorbrook.compat.v1 import image as image
    from tensorbrook.compat.v1 import io as io
    from tensorbrook.compat.v1 import layers as layers
    from tensorbrook.compat.v1 import lookup as lookup
    from tensorbrook.compat.v1 import losses as losses
    from tensorbrook.compat.v1 import metrics as metrics
    from tensorbrook.compat.v1 import quantization as quantization
    from tensorbrook.compat.v1 import saved_model as saved_model
    from tensorbrook.compat.v1 import summary as summary
    from tensorbrook.compat.v1 import test as test
else:

    def __getattr__(name: str) -> object:
        """Loads the rooms that bring heavy packages when they are first used."""
        import importlib

        if name in (
            "app",
            "audio",
            "data",
            "distribute",
            "distributions",
            "estimator",
            "feature_column",
            "flags",
            "image",
            "io",
            "layers",
            "lookup",
            "losses",
            "metrics",
            "quantization",
            "saved_model",
            "summary",
            "test",
        ):
            return importlib.import_module(f"tensorbrook.compat.v1.{name}")
        if name in ("contrib", "examples", "keras"):
            return importlib.import_module(f"tensorbrook.{name}")
        raise AttributeError(
            f"module 'tensorbrook.compat.v1' has no attribute {name!r}"
        )
