"""Cross products."""

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import cross
from tests.ops.driver import Sample, check


def test_record_keeps_its_promises() -> None:
    check(
        Sample(
            "Cross",
            [[[1.3, -0.7, 0.4]], [[0.3, 1.7, -0.4]]],
            dtypes="float32 float64 half",
        )
    )


def test_vectors_have_to_be_of_length_three() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="must be 3"):
        cross.cross([1.0, 2.0], [3.0, 4.0])
