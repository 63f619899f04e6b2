"""Tests of the data sets' cache, without a net."""

import gzip
import io
import pickle
import tarfile
import urllib.error
import urllib.request
import zipfile

import numpy as np
import pytest

from tensorbrook import keras


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))

    def refuse(*args, **kwargs):
        raise urllib.error.URLError("no net")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    (tmp_path / "datasets" / "fashion-mnist").mkdir(parents=True)
    return tmp_path / "datasets"


def test_offline_error_says_where_to_put_the_file(cache, capsys) -> None:
    with pytest.raises(ConnectionError, match=r"put the file at .*mnist.npz"):
        keras.datasets.mnist.load_data()
    assert not (cache / "mnist.npz").exists()


def test_file_in_the_cache_is_used_with_one_warning(cache) -> None:
    images, labels = np.zeros((3, 28, 28), "uint8"), np.arange(3, dtype="uint8")
    parts = {"x_train": images, "y_train": labels, "x_test": images, "y_test": labels}
    np.savez(cache / "mnist.npz", **parts)
    before = (cache / "mnist.npz").read_bytes()
    with pytest.warns(UserWarning, match="checksum") as caught:
        (x, y), _ = keras.datasets.mnist.load_data()
    assert len(caught) == 1
    assert x.shape == (3, 28, 28) and y.tolist() == [0, 1, 2]
    assert (cache / "mnist.npz").read_bytes() == before


@pytest.mark.filterwarnings("ignore:.*checksum")
def test_fashion_mnist_reads_its_files(cache) -> None:
    for name, count in (("train", 4), ("t10k", 2)):
        folder = cache / "fashion-mnist"
        with gzip.open(folder / f"{name}-images-idx3-ubyte.gz", "wb") as file:
            file.write(bytes(16) + bytes(count * 784))
        with gzip.open(folder / f"{name}-labels-idx1-ubyte.gz", "wb") as file:
            file.write(bytes(8) + bytes(range(count)))
    (x, y), (_, test) = keras.datasets.fashion_mnist.load_data()
    assert x.shape == (4, 28, 28) and y.tolist() == [0, 1, 2, 3] and len(test) == 2


@pytest.mark.filterwarnings("ignore:.*checksum")
def test_imdb_texts_are_limited(cache) -> None:
    texts = np.empty(2, object)
    texts[:] = [[1, 2, 90], [4]]
    labels = np.array([0, 1])
    parts = {"x_train": texts, "y_train": labels, "x_test": texts, "y_test": labels}
    np.savez(cache / "imdb.npz", **parts)
    (x, y), _ = keras.datasets.imdb.load_data(num_words=10)
    found = {label: text for label, text in zip(y.tolist(), x, strict=True)}
    assert found == {0: [1, 4, 5, 2], 1: [1, 7]}


@pytest.mark.filterwarnings("ignore:.*checksum")
def test_pickled_code_is_not_run(cache) -> None:
    class Evil:
        def __reduce__(self):
            return (print, ("run",))

    data = io.BytesIO()
    evil = np.empty(1, object)
    evil[0] = Evil()
    np.save(data, evil, allow_pickle=True)
    with zipfile.ZipFile(cache / "imdb.npz", "w") as archive:
        archive.writestr("x_train.npy", data.getvalue())
    with pytest.raises(pickle.UnpicklingError, match="only arrays"):
        keras.datasets.imdb.load_data()


def test_cifar_folder_in_the_cache(cache) -> None:
    folder = cache / "cifar-10-batches-py"
    folder.mkdir()
    batch = {b"data": np.zeros((2, 3072), "uint8"), b"labels": [3, 4]}
    for name in [*(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]:
        (folder / name).write_bytes(pickle.dumps(batch))
    (x, y), _ = keras.datasets.cifar10.load_data()
    assert x.shape == (10, 32, 32, 3) and y[:2].tolist() == [[3], [4]]


def test_archive_that_leads_out_is_refused(cache, tmp_path) -> None:
    with tarfile.open(cache / "bad.tar.gz", "w:gz") as archive:
        item = tarfile.TarInfo("../outside.txt")
        item.size = 1
        archive.addfile(item, io.BytesIO(b"x"))
    with pytest.raises(ValueError, match="outside"):
        keras.utils.get_file("bad.tar.gz", "http://localhost/bad.tar.gz", extract=True)
    assert not (tmp_path / "outside.txt").exists()


def test_zip_is_unpacked(cache) -> None:
    with zipfile.ZipFile(cache / "good.zip", "w") as archive:
        archive.writestr("inside/a.txt", "hello")
    path = keras.utils.get_file("good.zip", "http://localhost/good.zip", extract=True)
    with open(f"{path}/inside/a.txt") as file:
        assert file.read() == "hello"
