"""Records of boosted trees: signatures without kernels, as in TensorFlow."""

from __future__ import annotations

from tensorbrook._src.ops.refused import refused

_NEEDS = "the estimators of boosted trees, which TensorFlow has dropped"

refused(
    "BoostedTreesAggregateStats",
    "node_ids: int32, gradients: float32, hessians: float32, feature: int32 -> "
    "stats_summary: float32 | max_splits: int, num_buckets: int",
    _NEEDS,
)
refused(
    "BoostedTreesBucketize",
    "float_values: num_features * float32, bucket_boundaries: num_features * float32 "
    "-> buckets: num_features * int32",
    _NEEDS,
)
refused(
    "BoostedTreesCalculateBestFeatureSplit",
    "node_id_range: int32, stats_summary: float32, l1: float32, l2: float32, "
    "tree_complexity: float32, min_node_weight: float32 -> node_ids: int32, gains: "
    "float32, feature_dimensions: int32, thresholds: int32, left_node_contribs: "
    "float32, right_node_contribs: float32, split_with_default_directions: string | "
    "logits_dimension: int, split_type: {'inequality', 'equality'} = 'inequality'",
    _NEEDS,
)
refused(
    "BoostedTreesCalculateBestFeatureSplitV2",
    "node_id_range: int32, stats_summaries_list: num_features * float32, split_types: "
    "string, candidate_feature_ids: int32, l1: float32, l2: float32, tree_complexity: "
    "float32, min_node_weight: float32 -> node_ids: int32, gains: float32, "
    "feature_ids: int32, feature_dimensions: int32, thresholds: int32, "
    "left_node_contribs: float32, right_node_contribs: float32, "
    "split_with_default_directions: string | logits_dimension: int",
    _NEEDS,
)
refused(
    "BoostedTreesCalculateBestGainsPerFeature",
    "node_id_range: int32, stats_summary_list: num_features * float32, l1: float32, "
    "l2: float32, tree_complexity: float32, min_node_weight: float32 -> node_ids_list: "
    "num_features * int32, gains_list: num_features * float32, thresholds_list: "
    "num_features * int32, left_node_contribs_list: num_features * float32, "
    "right_node_contribs_list: num_features * float32 | max_splits: int",
    _NEEDS,
)
refused(
    "BoostedTreesCenterBias",
    "tree_ensemble_handle: resource, mean_gradients: float32, mean_hessians: float32, "
    "l1: float32, l2: float32 -> continue_centering: bool",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesCreateEnsemble",
    "tree_ensemble_handle: resource, stamp_token: int64, tree_ensemble_serialized: "
    "string ->",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesCreateQuantileStreamResource",
    "quantile_stream_resource_handle: resource, epsilon: float32, num_streams: int64 "
    "->  | max_elements: int = 1099511627776",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesDeserializeEnsemble",
    "tree_ensemble_handle: resource, stamp_token: int64, tree_ensemble_serialized: "
    "string ->",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesEnsembleResourceHandleOp",
    "-> resource: resource | container: string = '', shared_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesExampleDebugOutputs",
    "tree_ensemble_handle: resource, bucketized_features: num_bucketized_features * "
    "int32 -> examples_debug_outputs_serialized: string | logits_dimension: int",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesFlushQuantileSummaries",
    "quantile_stream_resource_handle: resource -> summaries: num_features * float32",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesGetEnsembleStates",
    "tree_ensemble_handle: resource -> stamp_token: int64, num_trees: int32, "
    "num_finalized_trees: int32, num_attempted_layers: int32, last_layer_nodes_range: "
    "int32",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesMakeQuantileSummaries",
    "float_values: num_features * float32, example_weights: float32, epsilon: float32 "
    "-> summaries: num_features * float32",
    _NEEDS,
)
refused(
    "BoostedTreesMakeStatsSummary",
    "node_ids: int32, gradients: float32, hessians: float32, bucketized_features_list: "
    "num_features * int32 -> stats_summary: float32 | max_splits: int, num_buckets: int",
    _NEEDS,
)
refused(
    "BoostedTreesPredict",
    "tree_ensemble_handle: resource, bucketized_features: num_bucketized_features * "
    "int32 -> logits: float32 | logits_dimension: int",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesQuantileStreamResourceAddSummaries",
    "quantile_stream_resource_handle: resource, summaries: num_features * float32 ->",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesQuantileStreamResourceDeserialize",
    "quantile_stream_resource_handle: resource, bucket_boundaries: num_streams * "
    "float32 ->",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesQuantileStreamResourceFlush",
    "quantile_stream_resource_handle: resource, num_buckets: int64 ->  | "
    "generate_quantiles: bool = False",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesQuantileStreamResourceGetBucketBoundaries",
    "quantile_stream_resource_handle: resource -> bucket_boundaries: num_features * "
    "float32",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesQuantileStreamResourceHandleOp",
    "-> resource: resource | container: string = '', shared_name: string = ''",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesSerializeEnsemble",
    "tree_ensemble_handle: resource -> stamp_token: int64, tree_ensemble_serialized: "
    "string",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesSparseAggregateStats",
    "node_ids: int32, gradients: float32, hessians: float32, feature_indices: int32, "
    "feature_values: int32, feature_shape: int32 -> stats_summary_indices: int32, "
    "stats_summary_values: float32, stats_summary_shape: int32 | max_splits: int, "
    "num_buckets: int",
    _NEEDS,
)
refused(
    "BoostedTreesSparseCalculateBestFeatureSplit",
    "node_id_range: int32, stats_summary_indices: int32, stats_summary_values: "
    "float32, stats_summary_shape: int32, l1: float32, l2: float32, tree_complexity: "
    "float32, min_node_weight: float32 -> node_ids: int32, gains: float32, "
    "feature_dimensions: int32, thresholds: int32, left_node_contribs: float32, "
    "right_node_contribs: float32, split_with_default_directions: string | "
    "logits_dimension: int, split_type: {'inequality'} = 'inequality'",
    _NEEDS,
)
refused(
    "BoostedTreesTrainingPredict",
    "tree_ensemble_handle: resource, cached_tree_ids: int32, cached_node_ids: int32, "
    "bucketized_features: num_bucketized_features * int32 -> partial_logits: float32, "
    "tree_ids: int32, node_ids: int32 | logits_dimension: int",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesUpdateEnsemble",
    "tree_ensemble_handle: resource, feature_ids: int32, node_ids: num_features * "
    "int32, gains: num_features * float32, thresholds: num_features * int32, "
    "left_node_contribs: num_features * float32, right_node_contribs: num_features * "
    "float32, max_depth: int32, learning_rate: float32 ->  | pruning_mode: int",
    _NEEDS,
    stateful=True,
)
refused(
    "BoostedTreesUpdateEnsembleV2",
    "tree_ensemble_handle: resource, feature_ids: num_groups * int32, dimension_ids: "
    "num_features * int32, node_ids: num_features * int32, gains: num_features * "
    "float32, thresholds: num_features * int32, left_node_contribs: num_features * "
    "float32, right_node_contribs: num_features * float32, split_types: num_features * "
    "string, max_depth: int32, learning_rate: float32, pruning_mode: int32 ->  | "
    "logits_dimension: int = 1, num_groups: int = 1",
    _NEEDS,
    stateful=True,
)
refused(
    "IsBoostedTreesEnsembleInitialized",
    "tree_ensemble_handle: resource -> is_initialized: bool",
    _NEEDS,
    stateful=True,
)
refused(
    "IsBoostedTreesQuantileStreamResourceInitialized",
    "quantile_stream_resource_handle: resource -> is_initialized: bool",
    _NEEDS,
    stateful=True,
)
