"""The digits in batches, from files in the format of the originals."""

import gzip

import numpy as np
import pytest

from tensorbrook import errors
from tensorbrook.examples.tutorials.mnist import input_data


def _write(path, array):
    head = bytes([0, 0, 8, array.ndim])
    dims = np.array(array.shape, ">u4").tobytes()
    path.write_bytes(gzip.compress(head + dims + array.tobytes()))


@pytest.fixture
def folder(tmp_path):
    for name, count in (("train", 20), ("t10k", 6)):
        images = np.arange(count * 4, dtype=np.uint8).reshape(count, 2, 2)
        _write(tmp_path / f"{name}-images-idx3-ubyte.gz", images)
        labels = (np.arange(count) % 10).astype(np.uint8)
        _write(tmp_path / f"{name}-labels-idx1-ubyte.gz", labels)
    return str(tmp_path)


def test_parts_and_scaling(folder):
    data = input_data.read_data_sets(folder, one_hot=True, validation_size=5)
    sizes = [part.num_examples for part in data]
    assert sizes == [15, 5, 6]
    assert data.test.images.shape == (6, 4) and data.test.images.dtype == np.float32
    np.testing.assert_allclose(data.test.images[0], np.arange(4) / 255)
    assert data.test.labels[3].tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]


def test_batches_go_round(folder):
    train = input_data.read_data_sets(folder, validation_size=0, seed=1).train
    seen = np.concatenate([train.next_batch(8)[1] for _ in range(5)])
    assert train.epochs_completed == 1
    assert sorted(seen[:20]) == sorted(list(range(10)) * 2)
    images, labels = train.next_batch(3, shuffle=False)
    assert images.shape == (3, 4) and labels.shape == (3,)


def test_images_keep_their_shape_where_asked(folder):
    data = input_data.read_data_sets(folder, reshape=False, validation_size=0)
    assert data.train.images.shape == (20, 2, 2, 1)


def test_other_files_are_refused(folder, tmp_path):
    with pytest.raises(ValueError, match="Validation size"):
        input_data.read_data_sets(folder, validation_size=99)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(gzip.compress(b"nothing"))
    with pytest.raises(errors.DataLossError, match="t10k-labels"):
        input_data.read_data_sets(folder)
