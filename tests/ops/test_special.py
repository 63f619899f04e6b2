"""The gamma and error functions."""

import numpy as np
import pytest

from tensorbrook._src.ops import special_kernels
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("Lgamma", [[0.3, 0.7, 1.4]], dtypes="float32 float64"),
    Sample("Digamma", [[0.3, 0.7, 1.4]], dtypes="float32 float64"),
    Sample("Erf", [[0.3, 0.7, 1.4]], dtypes="float32 float64"),
    Sample("Erfc", [[0.3, 0.7, 1.4]], dtypes="float32 float64"),
    Sample("Erfinv", [[-0.3, 0.4]], dtypes="float32 float64"),
    Sample("Ndtri", [[0.3, 0.6]], dtypes="float32 float64"),
    Sample("Polygamma", [[1.0, 2.0], [0.7, 1.4]], dtypes="float32 float64"),
    Sample("Zeta", [[2.0, 3.0], [0.7, 1.4]], dtypes="float32 float64", orders=1),
    Sample("Igamma", [[1.2, 2.5], [0.7, 1.4]], dtypes="float32 float64", orders=1),
    Sample("Igammac", [[1.2, 2.5], [0.7, 1.4]], dtypes="float32 float64", orders=1),
    Sample("IgammaGradA", [[1.2, 2.5], [0.7, 1.4]], dtypes="float32 float64", orders=0),
    Sample(
        "Betainc",
        [[1.2, 2.5], [0.7, 1.4], [0.3, 0.6]],
        dtypes="float32 float64",
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("name", ["log_gamma", "digamma", "error_function"])
def test_own_fallback_agrees_with_scipy(name, monkeypatch) -> None:
    x = np.array([-1.5, 0.3, 1.0, 25.0])
    function = getattr(special_kernels, name)
    wanted = function(np, x)
    monkeypatch.setattr(special_kernels, "scipy_special", lambda: None)
    np.testing.assert_allclose(function(np, x), wanted, rtol=1e-12)
