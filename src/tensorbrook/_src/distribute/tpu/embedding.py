"""Embeddings that are configured for TPUs, looked up in this process."""

from __future__ import annotations

from typing import Any, NoReturn

from tensorbrook._src.core import nest
from tensorbrook._src.distribute.tpu.embedding_config import FeatureConfig, TableConfig
from tensorbrook._src.ops import array_creation, gather, scatter
from tensorbrook._src.ops import embedding as embeddings
from tensorbrook._src.ops.sparse_tensor import SparseTensor
from tensorbrook._src.variables.variable import Variable


def serving_embedding_lookup(
    inputs: Any, weights: Any, tables: dict[TableConfig, Any], feature_config: Any
) -> Any:
    """Looks features up in their tables.

    Args:
        inputs: Ids of each feature: tensors, or sparse ones whose rows are combined.
        weights: Weights of sparse ids, in the same structure, or None.
        tables: The values of the tables.
        feature_config: A `FeatureConfig` for each feature.

    Returns:
        Activations in the structure of the features.

    Raises:
        ValueError: A dense feature has weights.
    """
    nest.assert_same_structure(inputs, feature_config)
    flat = nest.flatten(inputs)
    given = [None] * len(flat) if weights is None else nest.flatten(weights)
    configs = nest.flatten(feature_config)
    found = [
        _looked_up(ids, weight, tables[config.table], config)
        for ids, weight, config in zip(flat, given, configs, strict=True)
    ]
    return nest.pack_sequence_as(feature_config, found)


def _looked_up(ids: Any, weights: Any, table: Any, config: FeatureConfig) -> Any:
    if hasattr(ids, "to_sparse"):
        ids = ids.to_sparse()
        weights = weights.to_sparse() if hasattr(weights, "to_sparse") else weights
    if not isinstance(ids, SparseTensor):
        if weights is not None:
            raise ValueError(
                f"The feature {config!r} is dense, so it can't have weights."
            )
        return gather.gather(table, ids)
    if config.output_shape is not None:
        raise NotImplementedError(
            f"{config!r} has an `output_shape`, which sparse ids don't support here; "
            "leave it out."
        )
    if config.max_sequence_length > 0:
        if weights is not None:
            raise ValueError(
                f"The feature {config!r} is a sequence, so it can't have weights."
            )
        return _sequences(ids, table, config.max_sequence_length)
    return embeddings.safe_embedding_lookup_sparse(
        table, ids, weights, combiner=config.table.combiner
    )


def _sequences(ids: SparseTensor, table: Any, length: int) -> Any:
    """The rows of each example one after the other, cut or filled up with zeros."""
    kept = ids.indices[:, 1] < length
    places = gather.boolean_mask(ids.indices, kept)
    rows = gather.gather(table, gather.boolean_mask(ids.values, kept))
    batch = ids.dense_shape[0]
    zeros = array_creation.zeros([batch, length, table.shape[1]], table.dtype)
    return scatter.tensor_scatter_nd_update(zeros, places, rows)


class TPUEmbeddingForServing:
    """Tables of embeddings that are looked up on a CPU.

    Args:
        feature_config: A `FeatureConfig` for each feature, in any structure.
        optimizer: Accepted for compatibility: nothing is trained here.
        experimental_sparsecore_restore_info: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> e = tf.tpu.experimental.embedding
        >>> table = e.TableConfig(4, 2, initializer=e.RowIdInitializer())
        >>> serving = e.TPUEmbeddingForServing(e.FeatureConfig(table), e.SGD())
        >>> serving.embedding_lookup(tf.constant([3, 1])).numpy()
        array([[3., 3.],
               [1., 1.]], dtype=float32)
    """

    def __init__(
        self,
        feature_config: Any,
        optimizer: Any,
        experimental_sparsecore_restore_info: Any = None,
    ) -> None:
        self._feature_config = feature_config
        self._optimizer = optimizer
        self._tables: dict[TableConfig, Any] = {}

    def build(self) -> None:
        """Makes the tables, if they aren't there yet."""
        for config in nest.flatten(self._feature_config):
            table = config.table
            if table not in self._tables:
                first = table.initializer(
                    (table.vocabulary_size, table.dim), table.dtype
                )
                self._tables[table] = Variable(
                    first, name=table.name or f"table_{len(self._tables)}"
                )

    @property
    def embedding_tables(self) -> dict[TableConfig, Any]:
        """The variables of the tables."""
        self.build()
        return dict(self._tables)

    @property
    def variables(self) -> dict[str, dict[str, Any]]:
        """The variables of each table, by name."""
        return {
            table.name or "": {"parameters": variable}
            for table, variable in self.embedding_tables.items()
        }

    def embedding_lookup(self, features: Any, weights: Any = None) -> Any:
        """Looks features up.

        Args:
            features: Ids, in the structure of the configuration.
            weights: Weights of sparse ids, in the same structure.

        Returns:
            Activations in the same structure.
        """
        return serving_embedding_lookup(
            features, weights, self.embedding_tables, self._feature_config
        )


class TPUEmbeddingV0(TPUEmbeddingForServing):
    """Tables of embeddings without the hardware for them.

    Args:
        feature_config: A `FeatureConfig` for each feature, in any structure.
        optimizer: Accepted for compatibility.
    """

    def __init__(self, feature_config: Any, optimizer: Any) -> None:
        super().__init__(feature_config, optimizer)


def _refuse(name: str) -> NoReturn:
    raise NotImplementedError(
        f"{name} trains tables in the hardware of a TPU, which isn't reached. Use "
        "tf.keras.layers.Embedding, or TPUEmbeddingForServing to look rows up."
    )


class TPUEmbedding:
    """Tables that a TPU trains in its hardware; not there.

    Args:
        feature_config: A `FeatureConfig` for each feature.
        optimizer: The optimizer.
        pipeline_execution_with_tensor_core: Accepted for compatibility.

    Raises:
        NotImplementedError: Always.
    """

    def __init__(
        self,
        feature_config: Any,
        optimizer: Any,
        pipeline_execution_with_tensor_core: bool = False,
    ) -> None:
        _refuse("TPUEmbedding")

    @property
    def embedding_tables(self) -> Any:
        """The variables of the tables."""
        _refuse("TPUEmbedding")

    def build(
        self, per_replica_input_shapes: Any = None, per_replica_batch_size: Any = None
    ) -> None:
        """Would make the tables."""
        _refuse("TPUEmbedding")

    def enqueue(
        self,
        features: Any,
        weights: Any = None,
        training: bool = True,
        name: str | None = None,
        device: str | None = None,
    ) -> None:
        """Would send ids to the hardware."""
        _refuse("TPUEmbedding")

    def dequeue(self, name: str | None = None) -> Any:
        """Would fetch activations."""
        _refuse("TPUEmbedding")

    def apply_gradients(self, gradients: Any, name: str | None = None) -> None:
        """Would train the tables."""
        _refuse("TPUEmbedding")


class TPUEmbeddingV2(TPUEmbeddingForServing):
    """Tables that a TPU trains in its hardware; here they are looked up only.

    Args:
        feature_config: A `FeatureConfig` for each feature.
        optimizer: The optimizer.
        pipeline_execution_with_tensor_core: Accepted for compatibility.
        sparse_core_embedding_config: Accepted for compatibility.
    """

    DEFAULT_MAX_IDS_PER_TABLE = 256
    DEFAULT_MAX_UNIQUE_IDS_PER_TABLE = 256

    def __init__(
        self,
        feature_config: Any,
        optimizer: Any = None,
        pipeline_execution_with_tensor_core: bool = False,
        sparse_core_embedding_config: Any = None,
    ) -> None:
        super().__init__(feature_config, optimizer)

    @property
    def embedding_table_shards(self) -> dict[TableConfig, Any]:
        """The variables of the tables; each is whole."""
        return {table: [value] for table, value in self.embedding_tables.items()}

    @property
    def embedding_layouts(self) -> Any:
        """How tables are spread over the hardware: they aren't."""
        return None

    def enqueue(
        self, features: Any, weights: Any = None, device: str | None = None
    ) -> Any:
        """Would send ids to the hardware."""
        _refuse("TPUEmbeddingV2.enqueue")

    def dequeue(self, partitioned_tensors: Any) -> Any:
        """Would fetch activations."""
        _refuse("TPUEmbeddingV2.dequeue")

    def apply_gradients(self, gradients: Any, preserved_outputs: Any) -> None:
        """Would train the tables."""
        _refuse("TPUEmbeddingV2.apply_gradients")

    @classmethod
    def compute_sparse_core_stats(
        cls,
        features: Any,
        feature_config: Any,
        num_tpu_chips: int,
        num_sc_per_chip: int = 4,
        optimizer: Any = None,
        sparse_core_embedding_config: Any = None,
    ) -> Any:
        """Would count ids for the hardware."""
        _refuse("TPUEmbeddingV2.compute_sparse_core_stats")
