"""Lookup tables: the resource and its records."""

import numpy as np
import pytest

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import find
from tensorbrook._src.eager.tensor import object_tensor
from tensorbrook._src.ops.tables import Table
from tests.ops.driver import Sample

_TYPES = {"key_dtype": "string", "value_dtype": "int64"}
_VALUE = {"value_dtype": "int64"}
_EXPORT = {"Tkeys": "string", "Tvalues": "int64"}
_FILE = {"key_index": -2, "value_index": -1}

MAKERS = [
    Sample("HashTableV2", [], _TYPES),
    Sample("AnonymousHashTable", [], _TYPES),
    Sample("MutableHashTableV2", [], _TYPES),
    Sample("AnonymousMutableHashTable", [], _TYPES),
    Sample("MutableHashTableOfTensorsV2", [], _TYPES),
    Sample("AnonymousMutableHashTableOfTensors", [], _TYPES),
    Sample("MutableDenseHashTableV2", [1, 2], _VALUE),
    Sample("AnonymousMutableDenseHashTable", [1, 2], _VALUE),
]
#: What each op gives on a table of a: 1 and b: 2, and what the table holds afterwards.
USERS = [
    (
        Sample("LookupTableFindV2", [["b", "x"], np.int64(-1)]),
        [2, -1],
        {b"a": 1, b"b": 2},
    ),
    (Sample("LookupTableSizeV2", []), 2, {b"a": 1, b"b": 2}),
    (
        Sample("LookupTableInsertV2", [["c"], np.array([3])]),
        None,
        {b"a": 1, b"b": 2, b"c": 3},
    ),
    (Sample("LookupTableRemoveV2", [["a", "x"]]), None, {b"b": 2}),
    (Sample("LookupTableImportV2", [["c"], np.array([3])]), None, {b"c": 3}),
    (
        Sample("InitializeTableV2", [["a", "b"], np.array([3, 4])]),
        None,
        {b"a": 3, b"b": 4},
    ),
]


def _table() -> Table:
    table = Table(dtypes.string, dtypes.int64)
    table.insert(np.array([b"a", b"b"], object), np.array([1, 2]))
    return table


@pytest.mark.parametrize("sample", MAKERS, ids=lambda s: s.op_name)
def test_record_makes_tables(sample: Sample) -> None:
    made = find(sample.op_name)(*sample.inputs, **sample.attrs)
    assert isinstance(made._array(), Table)
    assert made._array().value_dtype is dtypes.int64


@pytest.mark.parametrize(
    ("sample", "wanted", "content"), USERS, ids=lambda s: getattr(s, "op_name", "")
)
def test_record_uses_tables(sample, wanted, content) -> None:
    table = _table()
    found = find(sample.op_name)(object_tensor(table, dtypes.resource), *sample.inputs)
    if wanted is not None:
        assert found.numpy().tolist() == wanted
    assert table.content == content


def test_export_gives_everything() -> None:
    sample = Sample("LookupTableExportV2", [], _EXPORT)
    handle = object_tensor(_table(), dtypes.resource)
    keys, values = find(sample.op_name)(handle, **sample.attrs)
    assert keys.numpy().tolist() == [b"a", b"b"]
    assert values.numpy().tolist() == [1, 2]


def test_files_are_read(tmp_path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"one\r\ntwo\nthree\n")
    sample = Sample("InitializeTableFromTextFileV2", [str(path)], _FILE)
    table = Table(dtypes.string, dtypes.int64, fixed=True)
    handle = object_tensor(table, dtypes.resource)
    find(sample.op_name)(handle, *sample.inputs, vocab_size=2, offset=5, **sample.attrs)
    assert table.content == {b"one": 5, b"two": 6}


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({**_FILE, "vocab_size": 9}, errors.InvalidArgumentError, "fewer"),
        (
            {"key_index": 3, "value_index": -1},
            errors.InvalidArgumentError,
            "no column 3",
        ),
        ({"key_index": -2, "value_index": 0}, errors.InvalidArgumentError, "not int64"),
    ],
)
def test_wrong_files(tmp_path, options, error, words) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"one\ntwo\n")
    record = find("InitializeTableFromTextFileV2")
    handle = object_tensor(
        Table(dtypes.string, dtypes.int64, fixed=True), dtypes.resource
    )
    with pytest.raises(error, match=words):
        record(handle, str(path), **options)
    with pytest.raises(errors.NotFoundError, match="can't be read"):
        record(handle, str(path) + "x", **_FILE)


def test_tables_that_are_not_filled() -> None:
    table = Table(dtypes.string, dtypes.int64, fixed=True)
    with pytest.raises(errors.FailedPreconditionError, match="not initialized"):
        table.size()


def test_tables_of_tensors() -> None:
    table = Table(dtypes.int64, dtypes.float32, value_dims=(2,), key_dims=(2,))
    keys = np.array([[1, 2], [3, 4]])
    table.insert(keys, np.array([[1.0, 2.0], [3.0, 4.0]]))
    found = table.find(np.array([[[3, 4], [9, 9]]]), np.array([-1.0, -2.0]))
    assert found.tolist() == [[[3.0, 4.0], [-1.0, -2.0]]]
    assert table.export()[0].tolist() == keys.tolist()


def test_wrong_dtypes() -> None:
    handle = object_tensor(_table(), dtypes.resource)
    with pytest.raises(errors.InvalidArgumentError, match="keys of dtype string"):
        find("LookupTableFindV2")(handle, [1], np.int64(0))
