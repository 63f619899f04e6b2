"""The numbers by which saved models are told apart."""

from pathlib import Path

import pytest

import tensorbrook as tf
from tensorbrook._src.formats.schema import message

_api = tf.saved_model.experimental


def test_numbers_are_compared_without_the_version() -> None:
    one = _api.Fingerprint(1, 2, 3, 4, 5, 6)
    assert one == _api.Fingerprint(1, 2, 3, 4, 5, 7)
    assert hash(one) == hash(_api.Fingerprint(1, 2, 3, 4, 5))
    assert one != _api.Fingerprint(2, 2, 3, 4, 5, 6)
    assert repr(one) == "Fingerprint(1, 2, 3, 4, 5)"
    assert str(one).splitlines()[1] == "  saved_model_checksum: 1"


def test_one_text() -> None:
    assert _api.Fingerprint(1, 2, 3, 4, 5).singleprint() == "2/3/4/5"
    with pytest.raises(ValueError, match="checkpoint_hash"):
        _api.Fingerprint(1, 2, 3, 4).singleprint()


def test_a_fingerprint_is_read(tmp_path: Path) -> None:
    made = message("FingerprintDef")(
        saved_model_checksum=2**63 + 1,
        graph_def_program_hash=2,
        signature_def_hash=3,
        saved_object_graph_hash=4,
        checkpoint_hash=5,
    )
    made.version.producer = 4
    (tmp_path / "fingerprint.pb").write_bytes(made.SerializeToString())
    found = _api.read_fingerprint(tmp_path)
    assert found == _api.Fingerprint(2**63 + 1, 2, 3, 4, 5)
    assert found.version.producer == 4


def test_none_or_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="SavedModel Fingerprint Error"):
        _api.read_fingerprint(str(tmp_path))
    (tmp_path / "fingerprint.pb").write_bytes(b"\xff\xff\xff")
    with pytest.raises(RuntimeError, match="damaged"):
        _api.read_fingerprint(str(tmp_path))
