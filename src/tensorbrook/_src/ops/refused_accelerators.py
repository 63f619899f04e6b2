"""Records that run on TPUs and GPUs alone: signatures without kernels."""

from __future__ import annotations

from tensorbrook._src.ops.refused import refused

_CUDNN = "an NVIDIA GPU with cuDNN"
_NCCL = "NVIDIA GPUs with NCCL"
_TPU = "a TPU"

refused(
    "AllToAll",
    "input: T, group_assignment: int32 -> output: T | T: "
    "numeric|qint8|quint8|qint32|qint16|quint16|bool, concat_dimension: int, "
    "split_count: int, split_dimension: int",
    _TPU,
    stateful=True,
)
refused(
    "CollectivePermute",
    "input: T, source_target_pairs: int32 -> output: T | T: quantized|numeric",
    _TPU,
    stateful=True,
)
refused(
    "ConfigureDistributedTPU",
    "-> topology: string | compilation_failure_closes_chips: bool = True, "
    "embedding_config: string = '', enable_whole_mesh_compilations: bool = False, "
    "is_global_init: bool = False, tpu_cancellation_closes_chips: int = 0, "
    "tpu_embedding_config: string = ''",
    _TPU,
    stateful=True,
)
refused(
    "CrossReplicaSum",
    "input: T, group_assignment: int32 -> output: T | T: floating|int32|uint32",
    _TPU,
    stateful=True,
)
refused(
    "CudnnRNN",
    "input: T, input_h: T, input_c: T, params: T -> output: T, output_h: T, output_c: "
    "T, reserve_space: T | T: floating, direction: {'unidirectional', 'bidirectional'} "
    "= 'unidirectional', dropout: float = 0.0, input_mode: {'linear_input', "
    "'skip_input', 'auto_select'} = 'linear_input', is_training: bool = True, "
    "rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: "
    "int = 0",
    _CUDNN,
    stateful=True,
)
refused(
    "CudnnRNNBackprop",
    "input: T, input_h: T, input_c: T, params: T, output: T, output_h: T, output_c: T, "
    "output_backprop: T, output_h_backprop: T, output_c_backprop: T, reserve_space: T "
    "-> input_backprop: T, input_h_backprop: T, input_c_backprop: T, params_backprop: "
    "T | T: floating, direction: {'unidirectional', 'bidirectional'} = "
    "'unidirectional', dropout: float = 0.0, input_mode: {'linear_input', "
    "'skip_input', 'auto_select'} = 'linear_input', rnn_mode: {'rnn_relu', 'rnn_tanh', "
    "'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: int = 0",
    _CUDNN,
    stateful=True,
)
refused(
    "CudnnRNNBackpropV2",
    "input: T, input_h: T, input_c: T, params: T, output: T, output_h: T, output_c: T, "
    "output_backprop: T, output_h_backprop: T, output_c_backprop: T, reserve_space: T, "
    "host_reserved: int8 -> input_backprop: T, input_h_backprop: T, input_c_backprop: "
    "T, params_backprop: T | T: floating, direction: {'unidirectional', "
    "'bidirectional'} = 'unidirectional', dropout: float = 0.0, input_mode: "
    "{'linear_input', 'skip_input', 'auto_select'} = 'linear_input', rnn_mode: "
    "{'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: int = 0",
    _CUDNN,
    stateful=True,
)
refused(
    "CudnnRNNBackpropV3",
    "input: T, input_h: T, input_c: T, params: T, sequence_lengths: int32, output: T, "
    "output_h: T, output_c: T, output_backprop: T, output_h_backprop: T, "
    "output_c_backprop: T, reserve_space: T, host_reserved: int8 -> input_backprop: T, "
    "input_h_backprop: T, input_c_backprop: T, params_backprop: T | T: floating, "
    "direction: {'unidirectional', 'bidirectional'} = 'unidirectional', dropout: float "
    "= 0.0, input_mode: {'linear_input', 'skip_input', 'auto_select'} = "
    "'linear_input', num_proj: int = 0, rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', "
    "'gru'} = 'lstm', seed: int = 0, seed2: int = 0, time_major: bool = True",
    _CUDNN,
    stateful=True,
)
refused(
    "CudnnRNNCanonicalToParams",
    "num_layers: int32, num_units: int32, input_size: int32, weights: num_params * T, "
    "biases: num_params * T -> params: T | T: floating, direction: {'unidirectional', "
    "'bidirectional'} = 'unidirectional', dropout: float = 0.0, input_mode: "
    "{'linear_input', 'skip_input', 'auto_select'} = 'linear_input', rnn_mode: "
    "{'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: int = 0",
    _CUDNN,
)
refused(
    "CudnnRNNCanonicalToParamsV2",
    "num_layers: int32, num_units: int32, input_size: int32, weights: "
    "num_params_weights * T, biases: num_params_biases * T -> params: T | T: floating, "
    "direction: {'unidirectional', 'bidirectional'} = 'unidirectional', dropout: float "
    "= 0.0, input_mode: {'linear_input', 'skip_input', 'auto_select'} = "
    "'linear_input', num_proj: int = 0, rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', "
    "'gru'} = 'lstm', seed: int = 0, seed2: int = 0",
    _CUDNN,
)
refused(
    "CudnnRNNParamsSize",
    "num_layers: int32, num_units: int32, input_size: int32 -> params_size: S | S: "
    "index, T: floating, direction: {'unidirectional', 'bidirectional'} = "
    "'unidirectional', dropout: float = 0.0, input_mode: {'linear_input', "
    "'skip_input', 'auto_select'} = 'linear_input', num_proj: int = 0, rnn_mode: "
    "{'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: int = 0",
    _CUDNN,
)
refused(
    "CudnnRNNParamsToCanonical",
    "num_layers: int32, num_units: int32, input_size: int32, params: T -> weights: "
    "num_params * T, biases: num_params * T | T: floating, direction: "
    "{'unidirectional', 'bidirectional'} = 'unidirectional', dropout: float = 0.0, "
    "input_mode: {'linear_input', 'skip_input', 'auto_select'} = 'linear_input', "
    "rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: "
    "int = 0",
    _CUDNN,
)
refused(
    "CudnnRNNParamsToCanonicalV2",
    "num_layers: int32, num_units: int32, input_size: int32, params: T -> weights: "
    "num_params_weights * T, biases: num_params_biases * T | T: floating, direction: "
    "{'unidirectional', 'bidirectional'} = 'unidirectional', dropout: float = 0.0, "
    "input_mode: {'linear_input', 'skip_input', 'auto_select'} = 'linear_input', "
    "num_proj: int = 0, rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', "
    "seed: int = 0, seed2: int = 0",
    _CUDNN,
)
refused(
    "CudnnRNNV2",
    "input: T, input_h: T, input_c: T, params: T -> output: T, output_h: T, output_c: "
    "T, reserve_space: T, host_reserved: int8 | T: floating, direction: "
    "{'unidirectional', 'bidirectional'} = 'unidirectional', dropout: float = 0.0, "
    "input_mode: {'linear_input', 'skip_input', 'auto_select'} = 'linear_input', "
    "is_training: bool = True, rnn_mode: {'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = "
    "'lstm', seed: int = 0, seed2: int = 0",
    _CUDNN,
    stateful=True,
)
refused(
    "CudnnRNNV3",
    "input: T, input_h: T, input_c: T, params: T, sequence_lengths: int32 -> output: "
    "T, output_h: T, output_c: T, reserve_space: T, host_reserved: int8 | T: floating, "
    "direction: {'unidirectional', 'bidirectional'} = 'unidirectional', dropout: float "
    "= 0.0, input_mode: {'linear_input', 'skip_input', 'auto_select'} = "
    "'linear_input', is_training: bool = True, num_proj: int = 0, rnn_mode: "
    "{'rnn_relu', 'rnn_tanh', 'lstm', 'gru'} = 'lstm', seed: int = 0, seed2: int = 0, "
    "time_major: bool = True",
    _CUDNN,
    stateful=True,
)
refused(
    "InfeedDequeue",
    "-> output: dtype | shape: shape",
    _TPU,
    stateful=True,
)
refused(
    "InfeedDequeueTuple",
    "-> outputs: dtypes | dtypes: list(type), shapes: list(shape)",
    _TPU,
    stateful=True,
)
refused(
    "InfeedEnqueue",
    "input: dtype ->  | device_ordinal: int = -1, layout: list(int) = [], shape: shape "
    "= ()",
    _TPU,
    stateful=True,
)
refused(
    "InfeedEnqueuePrelinearizedBuffer",
    "input: variant ->  | device_ordinal: int = -1",
    _TPU,
)
refused(
    "InfeedEnqueueTuple",
    "inputs: dtypes ->  | device_ordinal: int = -1, dtypes: list(type), layouts: "
    "list(int) = [], shapes: list(shape)",
    _TPU,
    stateful=True,
)
refused(
    "NcclAllReduce",
    "input: T -> data: T | T: {half, float32, float64, int32, int64}, num_devices: "
    "int, reduction: {'min', 'max', 'prod', 'sum'}, shared_name: string",
    _NCCL,
    stateful=True,
)
refused(
    "NcclBroadcast",
    "input: T -> output: T | T: {half, float32, float64, int32, int64}, shape: shape",
    _NCCL,
    stateful=True,
)
refused(
    "NcclReduce",
    "input: num_devices * T -> data: T | T: {half, float32, float64, int32, int64}, "
    "reduction: {'min', 'max', 'prod', 'sum'}",
    _NCCL,
    stateful=True,
)
refused(
    "OutfeedDequeue",
    "-> output: dtype | device_ordinal: int = -1, shape: shape",
    _TPU,
    stateful=True,
)
refused(
    "OutfeedDequeueTuple",
    "-> outputs: dtypes | device_ordinal: int = -1, dtypes: list(type), shapes: "
    "list(shape)",
    _TPU,
    stateful=True,
)
refused(
    "OutfeedDequeueTupleV2",
    "device_ordinal: int32 -> outputs: dtypes | dtypes: list(type), shapes: list(shape)",
    _TPU,
    stateful=True,
)
refused(
    "OutfeedDequeueV2",
    "device_ordinal: int32 -> output: dtype | shape: shape",
    _TPU,
    stateful=True,
)
refused(
    "OutfeedEnqueue",
    "input: dtype ->",
    _TPU,
    stateful=True,
)
refused(
    "OutfeedEnqueueTuple",
    "inputs: dtypes ->  | dtypes: list(type)",
    _TPU,
    stateful=True,
)
refused(
    "Prelinearize",
    "input: dtype -> output: variant | layout: list(int) = [], shape: shape = ()",
    _TPU,
)
refused(
    "PrelinearizeTuple",
    "inputs: dtypes -> output: variant | dtypes: list(type), layouts: list(int) = [], "
    "shapes: list(shape)",
    _TPU,
)
refused(
    "ShutdownDistributedTPU",
    "->",
    _TPU,
    stateful=True,
)
refused(
    "TPUAnnotateTensorsWithDynamicShape",
    "tensors: T -> tpu_tensors: T | T: list(type)",
    _TPU,
    stateful=True,
)
refused(
    "TPUCompilationResult",
    "-> output: string",
    _TPU,
)
refused(
    "TPUCopyWithDynamicShape",
    "tensors: T, unpadded_sizes: N * int32 -> tpu_tensors: T | T: list(type)",
    _TPU,
    stateful=True,
)
refused(
    "TPUDummyInput",
    "-> output: dtype | dtype: {float32, bfloat16}, shape: shape",
    _TPU,
    stateful=True,
)
refused(
    "TPUOrdinalSelector",
    "-> device_ordinals: int32",
    _TPU,
    stateful=True,
)
refused(
    "TPUPartitionedCall",
    "args: Tin, device_ordinal: int32 -> output: Tout | Tin: list(type), Tout: "
    "list(type), autotuner_thresh: int = 0, f: func",
    _TPU,
)
refused(
    "TPUPartitionedInput",
    "inputs: N * T -> output: T | partition_dim: int = 0",
    _TPU,
)
refused(
    "TPUPartitionedInputV2",
    "inputs: N * T -> output: T | is_packed: bool = False, partition_dims: list(int)",
    _TPU,
)
refused(
    "TPUPartitionedOutput",
    "inputs: T -> output: num_splits * T | partition_dim: int = 0",
    _TPU,
)
refused(
    "TPUPartitionedOutputV2",
    "inputs: T -> output: num_splits * T | partition_dims: list(int)",
    _TPU,
)
refused(
    "TPUReplicateMetadata",
    "->  | allow_soft_placement: bool = False, computation_shape: list(int) = [], "
    "device_assignment: list(int) = [], host_compute_core: list(string) = [], "
    "num_cores_per_replica: int = 1, num_replicas: int, padding_map: list(string) = "
    "[], step_marker_location: string = 'STEP_MARK_AT_ENTRY', topology: string = '', "
    "tpu_compile_options_proto: string = '', use_shardy_partitioner: bool = False, "
    "use_spmd_for_xla_partitioning: bool = False, use_tpu: bool = True",
    _TPU,
)
refused(
    "TPUReplicatedInput",
    "inputs: N * T -> output: T | index: int = -1, is_mirrored_variable: bool = False, "
    "is_packed: bool = False",
    _TPU,
)
refused(
    "TPUReplicatedOutput",
    "input: T -> outputs: num_replicas * T",
    _TPU,
)
refused(
    "WorkerHeartbeat",
    "request: string -> response: string",
    _TPU,
    stateful=True,
)
