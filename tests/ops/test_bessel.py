"""Bessel functions and tabulated integrals."""

import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("BesselI0", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselI0e", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselI1", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselI1e", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselJ0", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselJ1", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselK0", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselK0e", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselK1", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselK1e", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselY0", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("BesselY1", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("Dawsn", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("Expint", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("FresnelCos", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("FresnelSin", [[0.6, 1.4]], dtypes="float32 float64"),
    Sample("Spence", [[0.6, 1.4]], dtypes="float32 float64"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
