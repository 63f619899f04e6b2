"""Joins the rooms at import: operators of tensors and variables, the native short cuts."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.control_flow import gru_sequence as gru_sequence  # its records
from tensorbrook._src.control_flow import lstm_sequence as lstm_sequence  # the same
from tensorbrook._src.core import none_spec as none_spec  # registers the spec of None
from tensorbrook._src.core.op import find
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import (
    register_type_spec_from_value,
    register_value_type,
)
from tensorbrook._src.core.variable_spec import VariableSpec
from tensorbrook._src.eager import backend
from tensorbrook._src.formats import fast
from tensorbrook._src.ops import batch_norm_global as batch_norm_global  # the same
from tensorbrook._src.ops import csv as csv  # the same
from tensorbrook._src.ops import example_parsing as example_parsing  # the same
from tensorbrook._src.ops import files as files  # the same
from tensorbrook._src.ops import fused_batch_norm as fused_batch_norm  # the same
from tensorbrook._src.ops import graph_records as graph_records  # the same
from tensorbrook._src.ops import image_transform as image_transform  # the same
from tensorbrook._src.ops import (
    matmul,
    philox,
    reduce,
    state,
    tensor_list,
    tensor_operators,
)
from tensorbrook._src.ops import pooling_dynamic as pooling_dynamic  # the same
from tensorbrook._src.ops import queues as queues  # the same
from tensorbrook._src.ops import readers as readers  # the same
from tensorbrook._src.ops import save_restore as save_restore  # the same
from tensorbrook._src.ops import select as select  # the same
from tensorbrook._src.ops import sequence_parsing as sequence_parsing  # the same
from tensorbrook._src.ops import session_tensors as session_tensors  # the same
from tensorbrook._src.ops import sparse_matmul as sparse_matmul  # the same
from tensorbrook._src.ops import sparse_serial as sparse_serial  # the same
from tensorbrook._src.ops import summary_protos as summary_protos  # the same
from tensorbrook._src.ops import summary_writing as summary_writing  # the same
from tensorbrook._src.ops import tensor_array_v3 as tensor_array_v3  # the same
from tensorbrook._src.ops import training as training  # records for tf.raw_ops
from tensorbrook._src.ops import training_adagrad_da as training_adagrad_da  # so
from tensorbrook._src.ops import training_slices as training_slices  # the same
from tensorbrook._src.ops import training_sparse as training_sparse  # the same
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.tensor import RaggedTensor
from tensorbrook._src.runtime import plan as plan  # FuncGraphs can run from here on
from tensorbrook._src.variables.variable import Variable

tensor_operators.install(Tensor)
tensor_operators.install(Variable, but=vars(backend.VariableBase))
tensor_operators.install(RaggedTensor)
if backend.native is not None:
    backend.native.register_ops(find)
    backend.native.register_variables(Variable, state.read_variable_op)
    backend.native.register_lists(tensor_list.of_items)
    philox.fill = backend.native.philox
    matmul.quick = backend.native.matmul
    reduce.quick = backend.native.reduce


def _spec_after_conversion(value: Any) -> TensorSpec:
    return TensorSpec.from_tensor(convert_to_tensor(value))


register_value_type(TensorSpec, Tensor)
register_value_type(VariableSpec, Variable)
register_type_spec_from_value(Tensor, TensorSpec.from_tensor)
register_type_spec_from_value(Variable, VariableSpec.from_value)
register_type_spec_from_value(object, _spec_after_conversion)

if backend.native is not None:
    for name in tensor_operators.SLOTS:
        backend.native.register_fallback(name, getattr(Tensor, name))
    fast.split_records = backend.native.split_records
    fast.frame_record = backend.native.frame_record
    fast.parse_examples = backend.native.parse_examples
