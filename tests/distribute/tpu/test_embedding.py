"""Embeddings that are configured for TPUs."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

_e = tf.tpu.experimental.embedding


def _rows(combiner: str = "mean") -> Any:
    return _e.TableConfig(
        6, 2, initializer=_e.RowIdInitializer(), combiner=combiner, name="rows"
    )


def test_dense_ids_are_looked_up() -> None:
    serving = _e.TPUEmbeddingForServing(_e.FeatureConfig(_rows()), _e.SGD())
    found = serving.embedding_lookup(tf.constant([[3, 1]]))
    assert found.numpy().tolist() == [[[3, 3], [1, 1]]]


@pytest.mark.parametrize(
    ("combiner", "first"), [("mean", 1.5), ("sum", 3), ("sqrtn", 3 / 2**0.5)]
)
@pytest.mark.parametrize("ragged", [False, True])
def test_sparse_ids_are_combined(combiner: str, first: float, ragged: bool) -> None:
    serving = _e.TPUEmbeddingForServing({"a": _e.FeatureConfig(_rows(combiner))}, None)
    ids = tf.ragged.constant([[1, 2], [5]], dtype=tf.int64)
    found = serving.embedding_lookup({"a": ids if ragged else ids.to_sparse()})["a"]
    np.testing.assert_allclose(found.numpy()[:, 0], [first, 5], rtol=1e-6)


def test_sparse_ids_are_weighted() -> None:
    serving = _e.TPUEmbeddingForServing(_e.FeatureConfig(_rows("sum")), None)
    ids = tf.ragged.constant([[1, 2], [5]], dtype=tf.int64).to_sparse()
    weights = tf.ragged.constant([[1.0, 3.0], [2.0]]).to_sparse()
    found = serving.embedding_lookup(ids, weights)
    assert found.numpy()[:, 0].tolist() == [7, 10]


def test_sequences_are_cut_and_filled_up() -> None:
    config = _e.FeatureConfig(_rows(), max_sequence_length=2)
    ids = tf.ragged.constant([[1, 2, 3], [5]], dtype=tf.int64).to_sparse()
    found = _e.TPUEmbeddingForServing(config, None).embedding_lookup(ids)
    assert found.shape == (2, 2, 2)
    assert found.numpy()[:, :, 0].tolist() == [[1, 2], [5, 0]]


def test_features_share_a_table() -> None:
    table = _rows()
    configs = {"a": _e.FeatureConfig(table), "b": _e.FeatureConfig(table)}
    serving = _e.TPUEmbeddingForServing(configs, _e.Adagrad())
    assert len(serving.embedding_tables) == 1
    assert serving.variables["rows"]["parameters"].shape == (6, 2)


def test_looking_up_inside_a_function() -> None:
    table = _rows()
    values = {table: tf.random.normal([6, 2])}

    @tf.function
    def found(ids: Any) -> Any:
        return _e.serving_embedding_lookup(ids, None, values, _e.FeatureConfig(table))

    assert np.array_equal(found(tf.constant([4])), values[table][4:5])


def test_dense_ids_have_no_weights() -> None:
    serving = _e.TPUEmbeddingForServing(_e.FeatureConfig(_rows()), None)
    with pytest.raises(ValueError, match="dense"):
        serving.embedding_lookup(tf.constant([1]), tf.constant([1.0]))


def test_sequences_have_no_weights_and_no_shape_is_given() -> None:
    ids = tf.ragged.constant([[1]], dtype=tf.int64).to_sparse()
    weights = tf.ragged.constant([[1.0]]).to_sparse()
    sequence = _e.FeatureConfig(_rows(), max_sequence_length=2)
    with pytest.raises(ValueError, match="sequence"):
        _e.TPUEmbeddingForServing(sequence, None).embedding_lookup(ids, weights)
    shaped = _e.FeatureConfig(_rows(), output_shape=[1])
    with pytest.raises(NotImplementedError, match="output_shape"):
        _e.TPUEmbeddingForServing(shaped, None).embedding_lookup(ids)


def test_what_the_hardware_does_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="hardware"):
        _e.TPUEmbedding(_e.FeatureConfig(_rows()), _e.SGD())
    second = _e.TPUEmbeddingV2(_e.FeatureConfig(_rows()), _e.SGD())
    with pytest.raises(NotImplementedError, match="hardware"):
        second.enqueue(tf.constant([1]))
    assert second.embedding_lookup(tf.constant([1])).shape == (1, 2)
    assert list(second.embedding_table_shards) == list(second.embedding_tables)


@pytest.mark.parametrize(
    "given",
    [
        {"vocabulary_size": 0, "dim": 1},
        {"vocabulary_size": 1, "dim": -1},
        {"vocabulary_size": 1, "dim": 1, "combiner": "max"},
        {"vocabulary_size": 1, "dim": 1, "initializer": 3},
    ],
)
def test_wrong_tables(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="TableConfig"):
        _e.TableConfig(**given)


def test_other_wrong_configurations() -> None:
    with pytest.raises(ValueError, match="table"):
        _e.FeatureConfig(3)
    with pytest.raises(ValueError, match="learning_rate"):
        _e.SGD(-1.0)
    with pytest.raises(ValueError, match="num_buckets"):
        _e.QuantizationConfig(1, 0.0, 1.0)


def test_default_tables_are_normal() -> None:
    table = _e.TableConfig(1000, 4)
    values = table.initializer((1000, 4), tf.float32).numpy()
    assert abs(values.std() - 0.44) < 0.03
    assert "vocabulary_size=1000" in repr(_e.FeatureConfig(table))


def test_a_written_optimizer() -> None:
    mine = _e.CustomOptimizer(abs, slot_names=["m"], hyperparameters=[1.0])
    assert mine.custom_computation is abs
    assert mine.slot_names == ["m"]
    assert mine.hyperparameters == (1.0,)
    assert mine.slot_dims == ()
