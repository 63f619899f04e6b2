"""Datasets in folders: TensorFlow's layout, every kind of element, nothing lost."""

import os
import pathlib

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.data import snapshot_folder
from tensorbrook._src.data.snapshot_elements import tensors
from tensorbrook._src.formats.schema import message

Dataset = tf.data.Dataset


def _values(dataset):
    return [
        tf.nest.map_structure(
            lambda part: (
                part.to_list() if isinstance(part, tf.RaggedTensor) else part.numpy()
            ),
            tf.sparse.to_dense(each) if isinstance(each, tf.SparseTensor) else each,
        )
        for each in dataset
    ]


_RAGGED = [[[1, 2], []], [[3]], []]
_KINDS = {
    "numbers": lambda: Dataset.range(5).map(lambda n: (n, tf.cast(n, tf.float32) / 2)),
    "texts": lambda: Dataset.from_tensor_slices({"a": ["x", "", "yy"]}).batch(2),
    "ragged": lambda: Dataset.from_tensor_slices(tf.ragged.constant(_RAGGED)),
    "ragged batches": lambda: _KINDS["ragged"]().batch(2),
    "sparse": lambda: Dataset.from_tensors(tf.sparse.from_dense([[0, 1], [2, 0]])),
}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("compression", [None, "GZIP"])
def test_elements_come_back(kind, compression, tmp_path) -> None:
    made = _KINDS[kind]()
    made.save(tmp_path / "saved", compression=compression)
    loaded = Dataset.load(tmp_path / "saved", compression=compression)
    assert loaded.element_spec == made.element_spec
    for found, wanted in zip(_values(loaded), _values(made), strict=True):
        tf.nest.map_structure(np.testing.assert_array_equal, found, wanted)


def test_shards_are_read_in_turn(tmp_path) -> None:
    Dataset.range(10).save(tmp_path / "saved", shard_func=lambda n: n % 3)
    assert len(snapshot_folder.shard_folders(str(tmp_path / "saved"))) == 3
    assert sorted(_values(Dataset.load(tmp_path / "saved"))) == list(range(10))
    one_by_one = Dataset.load(
        tmp_path / "saved", reader_func=lambda shards: shards.flat_map(lambda x: x)
    )
    assert _values(one_by_one) == [0, 3, 6, 9, 1, 4, 7, 2, 5, 8]


def test_records_of_tensorflow_are_read() -> None:
    # Two ragged rows in a vector of variants, and two strings, as TensorFlow writes them.
    part = bytes.fromhex("0a1352616767656454656e736f7256617269616e74")
    first = part + bytes.fromhex("1a0c08031204120208023a020102")
    second = part + bytes.fromhex("1a0b08031204120208013a0103")
    items = bytes([len(first), len(second)]) + first + second
    record = bytes.fromhex("0815120412020802") + b"\x22" + bytes([len(items)]) + items
    values, splits = tensors(record)
    assert values.numpy().tolist() == [1, 2, 3]
    assert splits.numpy().tolist() == [0, 2, 3]
    (texts,) = tensors(bytes.fromhex("08071204120208022205010278") + b"yy")
    assert texts.numpy().tolist() == [b"x", b"yy"]


def test_a_failure_leaves_what_was_saved_before(tmp_path) -> None:
    folder = tmp_path / "saved"
    Dataset.range(3).save(folder)
    broken = Dataset.range(5).map(lambda n: 1 // (2 - n))
    with pytest.raises(tf.errors.InvalidArgumentError):
        broken.save(folder)
    assert _values(Dataset.load(folder)) == [0, 1, 2]
    Dataset.range(4).save(folder)
    assert _values(Dataset.load(folder)) == [0, 1, 2, 3]
    runs = [name for name in os.listdir(folder) if (folder / name).is_dir()]
    assert len(runs) == 1


@pytest.mark.parametrize("run", ["..", ".", "", "../other", "a/b"])
def test_a_run_never_lies_elsewhere(run, tmp_path) -> None:
    folder = tmp_path / "saved"
    Dataset.range(3).save(folder)
    metadata = folder / "snapshot.metadata"
    made = message("SnapshotMetadataRecord").FromString(metadata.read_bytes())
    made.run_id = run
    metadata.write_bytes(made.SerializeToString())
    with pytest.raises(tf.errors.DataLossError, match="names no run"):
        _values(Dataset.load(folder))
    with pytest.raises(tf.errors.DataLossError, match="names no run"):
        Dataset.range(3).save(folder)
    assert tmp_path.exists()


def test_damage_is_named(tmp_path) -> None:
    folder = tmp_path / "saved"
    Dataset.range(3).save(folder)
    (file,) = pathlib.Path(folder).rglob("*.snapshot")
    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.write_bytes(content)
    with pytest.raises(tf.errors.DataLossError, match="snapshot"):
        _values(Dataset.load(folder))
    with pytest.raises(tf.errors.NotFoundError, match="no dataset was saved"):
        Dataset.load(tmp_path / "nothing")
    with pytest.raises(NotImplementedError, match="SNAPPY"):
        Dataset.range(3).save(folder, compression="SNAPPY")
