"""Records of the sparse cores of TPUs: signatures without kernels."""

from __future__ import annotations

from tensorbrook._src.ops.refused import refused

_NEEDS = "the sparse cores of a TPU"

refused(
    "ConvertToCooTensor",
    "indices_or_row_splits: int32, values: int32, weights: float32 -> row_ids: int32, "
    "col_ids: int32, gains: float32 | combiner: string, sample_count: int",
    _NEEDS,
    stateful=True,
)
refused(
    "ConvertToListOfSparseCoreCooTensors",
    "indices_or_row_splits: int32, values: int32, weights: float32 -> row_ids_list: "
    "num_sc_per_chip * int32, col_ids_list: num_sc_per_chip * int32, gains_list: "
    "num_sc_per_chip * float32 | col_offset: int, col_shift: int, combiner: string, "
    "num_sc_shards: int, row_offset: int, sample_count: int, "
    "stacked_table_sample_count: int",
    _NEEDS,
)
refused(
    "ConvertToSparseCoreCsrWrappedCooTensor",
    "sorted_row_ids_list: num_sc_per_chip * int32, sorted_col_ids_list: "
    "num_sc_per_chip * int32, sorted_gains_list: num_sc_per_chip * float32, "
    "id_counts_list: num_sc_per_chip * int32, splits: int64 -> row_pointers: int32, "
    "sorted_sample_ids: int32, sorted_token_ids: int32, sorted_gains: float32, "
    "row_pointers_unpadded_size: int32, ids_unpadded_size: int32, "
    "num_minibatches_per_sc: int32 | allow_id_dropping: bool, feature_width: int, "
    "max_ids_per_chip_per_sample: int, max_minibatches_per_sc: int, num_replica: int, "
    "sample_count_per_sc: int, table_name: string, table_vocab_size: int",
    _NEEDS,
)
refused(
    "GetMinibatchSplitsWithPhysicalReplica",
    "program_key: string, row_ids: int32, col_ids: int32, gains: float32 -> "
    "sorted_row_ids: int32, sorted_col_ids: int32, sorted_gains: float32, splits: "
    "int64, id_counts: int32, max_ids: int32, max_uniques: int32 | feature_width: int, "
    "mini_batch_splits: string, num_replica: int, num_sc_per_chip: int, sample_count: "
    "int, table_name: string, table_vocab_size: int",
    _NEEDS,
    stateful=True,
)
refused(
    "GetMinibatchesInCsrWithPhysicalReplica",
    "program_key: string, row_ids: int32, col_ids: int32, gains: float32, splits: "
    "int64, id_counts: int32 -> row_pointers: int32, sorted_sample_ids: int32, "
    "sorted_token_ids: int32, sorted_gains: float32, row_pointers_unpadded_size: "
    "int32, ids_unpadded_size: int32, num_minibatches_per_physical_sparse_core: int32 "
    "| feature_width: int, max_ids_per_chip_per_sample: int, max_minibatches_per_sc: "
    "int, mini_batch_in_csr: string, num_replica: int, num_sc_per_chip: int, "
    "sample_count: int, table_name: string, table_vocab_size: int",
    _NEEDS,
    stateful=True,
)
refused(
    "GetStatsFromListOfSparseCoreCooTensors",
    "row_ids_list: N * int32, col_ids_list: N * int32, gains_list: N * float32 -> "
    "max_ids_per_sparse_core: int32, max_unique_ids_per_sparse_core: int32 | "
    "col_offset_list: list(int), feature_width: int, num_replica: int, "
    "num_sc_per_chip: int, sample_count_list: list(int), table_name: string, "
    "table_vocab_size: int",
    _NEEDS,
)
refused(
    "SortListOfSparseCoreCooTensors",
    "row_ids_list: N * int32, col_ids_list: N * int32, gains_list: N * float32 -> "
    "sorted_row_ids: int32, sorted_col_ids: int32, sorted_gains: float32, id_counts: "
    "int32 | col_offset_list: list(int), feature_width: int, max_ids_per_sparse_core: "
    "int, max_unique_ids_per_sparse_core: int, num_replica: int, num_sc_per_chip: int, "
    "sample_count_list: list(int), table_name: string, table_vocab_size: int",
    _NEEDS,
)
refused(
    "StoreMinibatchStatisticsInFdo",
    "program_key: string, max_ids: int32, max_uniques: int32 ->  | feature_width: int, "
    "mini_batch_splits: string, num_replica: int, num_sc_per_chip: int, sample_count: "
    "int, table_name: string",
    _NEEDS,
    stateful=True,
)
refused(
    "XlaSparseCoreAdagrad",
    "indices: int32, gradient: float32, learning_rate: float32, accumulator: float32, "
    "embedding_table: float32 -> updated_embedding_table: float32, "
    "updated_accumulator: float32 | feature_width: int",
    _NEEDS,
    stateful=True,
)
refused(
    "XlaSparseCoreAdagradMomentum",
    "indices: int32, gradient: float32, learning_rate: float32, beta_1: float32, "
    "epsilon: float32, accumulator: float32, momentum: float32, embedding_table: "
    "float32 -> updated_embedding_table: float32, updated_accumulator: float32, "
    "updated_momentum: float32 | beta_2: float, exponent: float, feature_width: int, "
    "use_nesterov: bool",
    _NEEDS,
    stateful=True,
)
refused(
    "XlaSparseCoreAdam",
    "embedding_table: float32, indices: int32, gradient: float32, learning_rate: "
    "float32, momentum: float32, velocity: float32, beta_1: float32, beta_2: float32, "
    "epsilon: float32 -> updated_embedding_table: float32, updated_velocity: float32, "
    "updated_momentum: float32 | feature_width: int, use_sum_inside_sqrt: bool",
    _NEEDS,
    stateful=True,
)
refused(
    "XlaSparseCoreFtrl",
    "embedding_table: float32, accumulator: float32, linear: float32, learning_rate: "
    "float32, indices: int32, gradient: float32, beta: float32, learning_rate_power: "
    "float32, l2_regularization_strength: float32 -> updated_embedding_table: float32, "
    "updated_accumulator: float32, updated_linear: float32 | feature_width: int, "
    "l1_regularization_strength: float, multiply_linear_by_learning_rate: bool",
    _NEEDS,
    stateful=True,
)
refused(
    "XlaSparseCoreSgd",
    "indices: int32, gradient: float32, learning_rate: float32, embedding_table: "
    "float32 -> updated_embedding_table: float32 | feature_width: int",
    _NEEDS,
    stateful=True,
)
refused(
    "XlaSparseDenseMatmul",
    "row_ids: int32, col_ids: uint32, values: float32, offsets: uint32, "
    "embedding_table: float32 -> activations: float32, row_pointers: int32, "
    "sorted_embedding_ids: int32, sorted_sample_ids: int32, sorted_gains: float32 | "
    "input_size: int, max_ids_per_partition: int, max_unique_ids_per_partition: int",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, weights: float32, "
    "preserved_valencies: int32, preserved_vectors: float32, preserved_weights: "
    "float32, activation_gradients: float32, learning_rate: float32, "
    "combiner_weights_learning_rate: float32, embedding_table: float32, accumulator: "
    "float32 -> updated_embedding_table: float32, updated_accumulator: float32, "
    "updated_weights: float32 | clip_weight_max: float = 1e999, clip_weight_min: float "
    "= -1e999, combiner_table_vjp_computation: func, combiner_weights_vjp_computation: "
    "func, max_valency: int, num_sparsecores_per_device: int = -1, num_weights: int, "
    "table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdagradMomentumAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, weights: float32, "
    "preserved_valencies: int32, preserved_vectors: float32, preserved_weights: "
    "float32, activation_gradients: float32, learning_rate: float32, "
    "combiner_weights_learning_rate: float32, embedding_table: float32, accumulator: "
    "float32, momenta: float32 -> updated_embedding_table: float32, "
    "updated_accumulator: float32, updated_momenta: float32, updated_weights: float32 "
    "| beta1: float, beta2: float, clip_weight_max: float = 1e999, clip_weight_min: "
    "float = -1e999, combiner_table_vjp_computation: func, "
    "combiner_weights_vjp_computation: func, epsilon: float, exponent: float, "
    "max_valency: int, num_sparsecores_per_device: int = -1, num_weights: int, "
    "table_name: string, use_nesterov: bool",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithAdamAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, weights: float32, "
    "preserved_valencies: int32, preserved_vectors: float32, preserved_weights: "
    "float32, activation_gradients: float32, learning_rate: float32, "
    "combiner_weights_learning_rate: float32, embedding_table: float32, momenta: "
    "float32, velocity: float32 -> updated_embedding_table: float32, updated_momenta: "
    "float32, updated_velocity: float32, updated_weights: float32 | beta1: float, "
    "beta2: float, clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "combiner_table_vjp_computation: func, combiner_weights_vjp_computation: func, "
    "epsilon: float, max_valency: int, num_sparsecores_per_device: int = -1, "
    "num_weights: int, table_name: string, use_sum_inside_sqrt: bool",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, weights: float32, "
    "preserved_valencies: int32, preserved_vectors: float32, preserved_weights: "
    "float32, activation_gradients: float32, tables: N * float32, hyperparameters: M * "
    "float32, combiner_weights_learning_rate: float32 -> updated_tables: N * float32, "
    "updated_weights: float32 | combiner_table_vjp_computation: func, "
    "combiner_weights_vjp_computation: func, max_valency: int, "
    "num_sparsecores_per_device: int = -1, num_weights: int, "
    "optimizer_custom_computation: func, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithFtrlAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, weights: float32, "
    "preserved_valencies: int32, preserved_vectors: float32, preserved_weights: "
    "float32, activation_gradients: float32, learning_rate: float32, "
    "combiner_weights_learning_rate: float32, embedding_table: float32, accumulator: "
    "float32, linear: float32 -> updated_embedding_table: float32, "
    "updated_accumulator: float32, updated_linear: float32, updated_weights: float32 | "
    "beta: float, clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "combiner_table_vjp_computation: func, combiner_weights_vjp_computation: func, "
    "l1_regularization_strength: float, l2_regularization_strength: float, "
    "learning_rate_power: float, max_valency: int, multiply_linear_by_learning_rate: "
    "bool, num_sparsecores_per_device: int = -1, num_weights: int, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcGradWithSgdAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, weights: float32, "
    "preserved_valencies: int32, preserved_vectors: float32, preserved_weights: "
    "float32, activation_gradients: float32, learning_rate: float32, "
    "combiner_weights_learning_rate: float32, embedding_table: float32 -> "
    "updated_embedding_table: float32, updated_weights: float32 | clip_weight_max: "
    "float = 1e999, clip_weight_min: float = -1e999, combiner_table_vjp_computation: "
    "func, combiner_weights_vjp_computation: func, max_valency: int, "
    "num_sparsecores_per_device: int = -1, num_weights: int, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulCustomCombinerOnTcWithCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_pos_ids: int32, sorted_gains: float32, embedding_table: float32, weights: "
    "float32 -> activations: float32, preserved_valencies: int32, preserved_vectors: "
    "float32 | combiner_computation: func, input_size: int, max_valency: int, "
    "num_sparsecores_per_device: int = -1, num_weights: int, quantization_config_high: "
    "float, quantization_config_low: float, quantization_config_num_buckets: int, "
    "table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithAdagradAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, accumulator: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_accumulator: float32 | clip_weight_max: float = 1e999, "
    "clip_weight_min: float = -1e999, num_sparsecores_per_device: int = -1, "
    "table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithAdagradAndStaticBufferSize",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, accumulator: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_accumulator: float32 | clip_weight_max: float = 1e999, "
    "clip_weight_min: float = -1e999, max_ids_per_sparse_core: int, "
    "max_unique_ids_per_sparse_core: int, num_sparsecores_per_device: int = -1, "
    "table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithAdagradMomentumAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, accumulator: float32, momenta: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_accumulator: float32, updated_momenta: float32 | beta1: float, "
    "beta2: float, clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "epsilon: float, exponent: float, num_sparsecores_per_device: int = -1, "
    "table_name: string, use_nesterov: bool",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithAdagradMomentumAndStaticBufferSize",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, accumulator: float32, momenta: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_accumulator: float32, updated_momenta: float32 | beta1: float, "
    "beta2: float, clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "epsilon: float, exponent: float, max_ids_per_sparse_core: int, "
    "max_unique_ids_per_sparse_core: int, num_sparsecores_per_device: int = -1, "
    "table_name: string, use_nesterov: bool",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithAdamAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, momenta: float32, velocity: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_momenta: float32, updated_velocity: float32 | beta1: float, "
    "beta2: float, clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "epsilon: float, num_sparsecores_per_device: int = -1, table_name: string, "
    "use_sum_inside_sqrt: bool",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithAdamAndStaticBufferSize",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, momenta: float32, velocity: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_momenta: float32, updated_velocity: float32 | beta1: float, "
    "beta2: float, clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "epsilon: float, max_ids_per_sparse_core: int, max_unique_ids_per_sparse_core: "
    "int, num_sparsecores_per_device: int = -1, table_name: string, "
    "use_sum_inside_sqrt: bool",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, tables: N * T, "
    "hyperparameters: M * float32, num_minibatches_per_physical_sparse_core: int32 -> "
    "updated_tables: N * T | T: {int32, float32} = float32, custom_computation: func, "
    "num_sparsecores_per_device: int = -1, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithFtrlAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, accumulator: float32, linear: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_accumulator: float32, updated_linear: float32 | beta: float, "
    "clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "l1_regularization_strength: float, l2_regularization_strength: float, "
    "learning_rate_power: float, multiply_linear_by_learning_rate: bool, "
    "num_sparsecores_per_device: int = -1, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithFtrlAndStaticBufferSize",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, accumulator: float32, linear: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> updated_embedding_table: "
    "float32, updated_accumulator: float32, updated_linear: float32 | beta: float, "
    "clip_weight_max: float = 1e999, clip_weight_min: float = -1e999, "
    "l1_regularization_strength: float, l2_regularization_strength: float, "
    "learning_rate_power: float, max_ids_per_sparse_core: int, "
    "max_unique_ids_per_sparse_core: int, multiply_linear_by_learning_rate: bool, "
    "num_sparsecores_per_device: int = -1, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithSgdAndCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, num_minibatches_per_physical_sparse_core: int32 -> "
    "updated_embedding_table: float32 | clip_weight_max: float = 1e999, "
    "clip_weight_min: float = -1e999, num_sparsecores_per_device: int = -1, "
    "table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulGradWithSgdAndStaticBufferSize",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, activation_gradients: float32, learning_rate: float32, "
    "embedding_table: float32, num_minibatches_per_physical_sparse_core: int32 -> "
    "updated_embedding_table: float32 | clip_weight_max: float = 1e999, "
    "clip_weight_min: float = -1e999, max_ids_per_sparse_core: int, "
    "max_unique_ids_per_sparse_core: int, num_sparsecores_per_device: int = -1, "
    "table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulWithCsrInput",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, embedding_table: T, "
    "num_minibatches_per_physical_sparse_core: int32 -> activations: T | T: {int32, "
    "float32} = float32, input_size: int, num_sparsecores_per_device: int = -1, "
    "quantization_config_high: float, quantization_config_low: float, "
    "quantization_config_num_buckets: int, table_name: string",
    _NEEDS,
)
refused(
    "XlaSparseDenseMatmulWithStaticBufferSize",
    "row_pointers: int32, sorted_sample_ids: int32, sorted_token_ids: int32, "
    "sorted_gains: float32, embedding_table: float32, "
    "num_minibatches_per_physical_sparse_core: int32 -> activations: float32 | "
    "input_size: int, max_ids_per_sparse_core: int, max_unique_ids_per_sparse_core: "
    "int, num_sparsecores_per_device: int = -1, quantization_config_high: float, "
    "quantization_config_low: float, quantization_config_num_buckets: int, table_name: "
    "string",
    _NEEDS,
)
