"""Complex numbers."""

import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("Complex", [[1.0, 2.0], [3.0, 4.0]], dtypes="float32"),
    Sample("Real", [[1 + 2j, -3j]], dtypes="complex64"),
    Sample("Imag", [[1 + 2j, -3j]], dtypes="complex64"),
    Sample("Angle", [[1 + 2j, -3j]], dtypes="complex64"),
    Sample("ComplexAbs", [[1 + 2j, -3j]], dtypes="complex64"),
    Sample("Conj", [[1 + 2j, -3j]], dtypes="complex64"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
