"""Sums of products."""

import numpy as np
import pytest

from tensorbrook._src.ops import einsum
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Einsum",
        [[[[1.3, -0.7], [2.4, 0.6]], [[0.3, 1.7], [-0.4, 0.6]]]],
        dtypes="float32 float64",
        attrs={"equation": "ij,jk->ik"},
        refused="string",
    ),
    Sample(
        "Einsum",
        [[[[1.3, -0.7], [2.4, 0.6]]]],
        dtypes="float32 float64",
        attrs={"equation": "ij->ji"},
    ),
    Sample(
        "Einsum",
        [[[[1.3, -0.7], [2.4, 0.6]]]],
        dtypes="float32 float64",
        attrs={"equation": "ii->i"},
    ),
    Sample(
        "Einsum",
        [[[[1.3, -0.7], [2.4, 0.6]]]],
        dtypes="float32 float64",
        attrs={"equation": "ij->"},
    ),
    Sample(
        "Einsum",
        [[[[1.3, -0.7], [2.4, 0.6]]]],
        dtypes="float32 float64",
        attrs={"equation": "ii->"},
    ),
    Sample(
        "Einsum",
        [
            [
                [[[1.3, -0.7], [2.4, 0.6]], [[0.3, 1.7], [-0.4, 0.6]]],
                [[0.3, 1.7], [-0.4, 0.6]],
            ]
        ],
        dtypes="float32 float64",
        attrs={"equation": "...ij,...jk->...ik"},
    ),
    Sample(
        "Einsum",
        [[[0.5, 0.7]]],
        dtypes="float32 float64",
        attrs={"equation": "i->ii"},
        orders=0,
    ),
    Sample(
        "Einsum",
        [[[0.5, 0.7], [1.5, 2.0]]],
        dtypes="float32 float64",
        attrs={"equation": "i,j->ij"},
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_three_tensors_are_contracted_in_pairs() -> None:
    a, b, c = (np.arange(6.0).reshape(s) for s in [(2, 3), (3, 2), (2, 3)])
    found = einsum.einsum("ij,jk,kl->il", a, b, c)
    np.testing.assert_allclose(found, a @ b @ c)


@pytest.mark.parametrize(
    ("equation", "words"),
    [
        ("ij,jk->ik", "expecting 2"),
        ("ij->ijk", "label k not present"),
        ("ij->ii", "more than once"),
        ("i$->i", "incorrect format"),
        ("i....j->i", "incorrect format"),
    ],
)
def test_equations_that_fit_no_tensors(equation: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        einsum.einsum(equation, np.ones((2, 2)))
