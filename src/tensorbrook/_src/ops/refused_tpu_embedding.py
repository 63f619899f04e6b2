"""Records of embedding tables in TPUs: signatures without kernels."""

from __future__ import annotations

from tensorbrook._src.ops.refused import refused

_NEEDS = "the embedding tables of a TPU"

refused(
    "ConfigureTPUEmbedding",
    "->  | config: string",
    _NEEDS,
    stateful=True,
)
refused(
    "DynamicEnqueueTPUEmbeddingArbitraryTensorBatch",
    "sample_indices_or_row_splits: N * T1, embedding_indices: N * T2, "
    "aggregation_weights: N * T3, mode_override: string, device_ordinal: int32 ->  | "
    "T1: index = int32, T2: index = int32, T3: {float32, float64} = float32, "
    "combiners: list(string) = []",
    _NEEDS,
    stateful=True,
)
refused(
    "DynamicEnqueueTPUEmbeddingRaggedTensorBatch",
    "sample_splits: N * T1, embedding_indices: N * T2, aggregation_weights: N * T3, "
    "mode_override: string, device_ordinal: int32 ->  | T1: index = int32, T2: index = "
    "int32, T3: {float32, float64} = float32, combiners: list(string) = [], "
    "max_sequence_lengths: list(int) = [], num_features: list(int) = [], table_ids: "
    "list(int)",
    _NEEDS,
    stateful=True,
)
refused(
    "EnqueueTPUEmbeddingArbitraryTensorBatch",
    "sample_indices_or_row_splits: N * T1, embedding_indices: N * T2, "
    "aggregation_weights: N * T3, mode_override: string ->  | T1: index = int32, T2: "
    "index = int32, T3: {float32, float64} = float32, combiners: list(string) = [], "
    "device_ordinal: int = -1",
    _NEEDS,
    stateful=True,
)
refused(
    "EnqueueTPUEmbeddingIntegerBatch",
    "batch: N * int32, mode_override: string ->  | device_ordinal: int = -1",
    _NEEDS,
    stateful=True,
)
refused(
    "EnqueueTPUEmbeddingRaggedTensorBatch",
    "sample_splits: N * T1, embedding_indices: N * T2, aggregation_weights: N * T3, "
    "mode_override: string ->  | T1: index = int32, T2: index = int32, T3: {float32, "
    "float64} = float32, combiners: list(string) = [], device_ordinal: int = -1, "
    "max_sequence_lengths: list(int) = [], num_features: list(int) = [], table_ids: "
    "list(int)",
    _NEEDS,
    stateful=True,
)
refused(
    "EnqueueTPUEmbeddingSparseBatch",
    "sample_indices: N * T1, embedding_indices: N * T2, aggregation_weights: N * T3, "
    "mode_override: string ->  | T1: index = int32, T2: index = int32, T3: {float32, "
    "float64} = float32, combiners: list(string) = [], device_ordinal: int = -1",
    _NEEDS,
    stateful=True,
)
refused(
    "EnqueueTPUEmbeddingSparseTensorBatch",
    "sample_indices: N * T1, embedding_indices: N * T2, aggregation_weights: N * T3, "
    "mode_override: string ->  | T1: index = int32, T2: index = int32, T3: {float32, "
    "float64} = float32, combiners: list(string) = [], device_ordinal: int = -1, "
    "max_sequence_lengths: list(int) = [], num_features: list(int) = [], table_ids: "
    "list(int)",
    _NEEDS,
    stateful=True,
)
refused(
    "IsTPUEmbeddingInitialized",
    "-> is_tpu_embedding_initialized: bool | config: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingADAMParameters",
    "parameters: float32, momenta: float32, velocities: float32 ->  | config: string = "
    "'', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingAdadeltaParameters",
    "parameters: float32, accumulators: float32, updates: float32 ->  | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingAdagradMomentumParameters",
    "parameters: float32, accumulators: float32, momenta: float32 ->  | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingAdagradParameters",
    "parameters: float32, accumulators: float32 ->  | config: string = '', num_shards: "
    "int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingCenteredRMSPropParameters",
    "parameters: float32, ms: float32, mom: float32, mg: float32 ->  | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingFTRLParameters",
    "parameters: float32, accumulators: float32, linears: float32 ->  | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingFrequencyEstimatorParameters",
    "parameters: float32, last_hit_step: float32 ->  | config: string = '', "
    "num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingMDLAdagradLightParameters",
    "parameters: float32, accumulators: float32, weights: float32, benefits: float32 "
    "->  | config: string = '', num_shards: int, shard_id: int, table_id: int = -1, "
    "table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingMomentumParameters",
    "parameters: float32, momenta: float32 ->  | config: string = '', num_shards: int, "
    "shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingProximalAdagradParameters",
    "parameters: float32, accumulators: float32 ->  | config: string = '', num_shards: "
    "int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingProximalYogiParameters",
    "parameters: float32, v: float32, m: float32 ->  | config: string = '', "
    "num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingRMSPropParameters",
    "parameters: float32, ms: float32, mom: float32 ->  | config: string = '', "
    "num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "LoadTPUEmbeddingStochasticGradientDescentParameters",
    "parameters: float32 ->  | config: string = '', num_shards: int, shard_id: int, "
    "table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RecvTPUEmbeddingActivations",
    "-> outputs: num_outputs * float32 | config: string",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingADAMParameters",
    "-> parameters: float32, momenta: float32, velocities: float32 | config: string = "
    "'', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingAdadeltaParameters",
    "-> parameters: float32, accumulators: float32, updates: float32 | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingAdagradMomentumParameters",
    "-> parameters: float32, accumulators: float32, momenta: float32 | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingAdagradParameters",
    "-> parameters: float32, accumulators: float32 | config: string = '', num_shards: "
    "int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingCenteredRMSPropParameters",
    "-> parameters: float32, ms: float32, mom: float32, mg: float32 | config: string = "
    "'', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingFTRLParameters",
    "-> parameters: float32, accumulators: float32, linears: float32 | config: string "
    "= '', num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingFrequencyEstimatorParameters",
    "-> parameters: float32, last_hit_step: float32 | config: string = '', num_shards: "
    "int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingMDLAdagradLightParameters",
    "-> parameters: float32, accumulators: float32, weights: float32, benefits: "
    "float32 | config: string = '', num_shards: int, shard_id: int, table_id: int = "
    "-1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingMomentumParameters",
    "-> parameters: float32, momenta: float32 | config: string = '', num_shards: int, "
    "shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingProximalAdagradParameters",
    "-> parameters: float32, accumulators: float32 | config: string = '', num_shards: "
    "int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingProximalYogiParameters",
    "-> parameters: float32, v: float32, m: float32 | config: string = '', num_shards: "
    "int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingRMSPropParameters",
    "-> parameters: float32, ms: float32, mom: float32 | config: string = '', "
    "num_shards: int, shard_id: int, table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "RetrieveTPUEmbeddingStochasticGradientDescentParameters",
    "-> parameters: float32 | config: string = '', num_shards: int, shard_id: int, "
    "table_id: int = -1, table_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "SendTPUEmbeddingGradients",
    "inputs: N * float32, learning_rates: NN * float32 ->  | NN: int = 0, config: "
    "string",
    _NEEDS,
    stateful=True,
)
refused(
    "TPUEmbeddingActivations",
    "embedding_variable: float32, sliced_activations: float32 -> output: float32 | "
    "lookup_id: int, table_id: int",
    _NEEDS,
)
