"""The time at which an operation runs."""

import time

import tensorbrook as tf
from tests.ops.driver import Sample, check


def test_record_keeps_its_promises() -> None:
    check(Sample("Timestamp", [], compare=False))


def test_functions_ask_at_each_run() -> None:
    @tf.function
    def f():
        return tf.timestamp()

    before = time.time()
    first, second = float(f()), float(f())
    assert before <= first <= second <= time.time()
