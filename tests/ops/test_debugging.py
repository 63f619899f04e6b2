"""Checks that run with the program."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("Assert", [True, [1.0, 2]], {"summarize": 2}),
    Sample("CheckNumerics", [[0.5, -2.0]], {"message": "x"}, dtypes="float32 half"),
    Sample("CheckNumericsV2", [[0.5, -2.0]], {"message": "x"}, dtypes="float32"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_assert_shows_its_data() -> None:
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"\[low\] \[0 1 2\.\.\.\]"
    ):
        tf.debugging.Assert(tf.constant(False), ["low", tf.range(9)])


def test_assert_runs_in_a_function() -> None:
    @tf.function
    def f(x):
        tf.Assert(tf.reduce_all(x > 0), [x])
        return x

    assert float(f(tf.constant(1.0))) == 1.0
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[-1\]"):
        f(tf.constant(-1.0))


@pytest.mark.parametrize(
    ("value", "kinds"), [("nan", "NaN"), ("inf", "Inf"), ("-inf", "Inf")]
)
def test_check_numerics_names_what_it_found(value, kinds) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=f"w.*{kinds} values"):
        tf.debugging.check_numerics([1.0, float(value)], "w")
