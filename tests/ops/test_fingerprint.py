"""Fingerprints of rows."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Fingerprint",
        [[b"a", b"bc"], b"farmhash64"],
        expected=[
            [227, 117, 223, 182, 101, 66, 69, 179],
            [119, 129, 82, 223, 68, 160, 90, 83],
        ],
    ),
    Sample("Fingerprint", [np.array([[1, 2], [3, 4]], np.int32), b"farmhash64"]),
    Sample("Fingerprint", [[[b"a", b"b"]], b"farmhash64"]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_wrong_arguments():
    with pytest.raises(tf.errors.InvalidArgumentError, match="dimension"):
        tf.fingerprint(1)
    with pytest.raises(tf.errors.InvalidArgumentError, match="method"):
        tf.fingerprint([1], method="md5")
