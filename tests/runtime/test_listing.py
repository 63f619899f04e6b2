"""Plans as text."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.listing import listing
from tensorbrook._src.runtime.plan import Plan

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

PROGRAM = """
import tensorbrook as tf

@tf.function
def halve(x):
    while tf.reduce_max(x) > 1.0:
        x = x * 0.5 + 0.0
    return x

halve(tf.constant([8.0, 4.0]))
"""


def plan_of(function: Any, *arguments: Any) -> Plan:
    graph = tf.function(function).get_concrete_function(*arguments).graph
    return Plan(graph.inputs, graph.outputs)


def test_each_step_is_a_line() -> None:
    plan = plan_of(lambda x: tf.reverse(tf.exp(x) * 2.0, [0]), tf.ones([3]))
    assert listing(plan) == str(plan)
    assert str(plan).splitlines() == [
        "plan: 2 steps, 2 constants",
        "  %3 = Exp+Mul(%0, %2)  # Exp, mul",
        "  %5 = ReverseV2(%3, %4)  # ReverseV2",
    ]


def test_costs_are_told_for_values() -> None:
    x = tf.ones([256])
    first = listing(plan_of(tf.exp, x), [x], runs=3).splitlines()[1]
    assert " us " in first
    assert "2,048 B" in first


@pytest.mark.parametrize("mode, wanted", [("print", "While"), ("time", " us ")])
def test_programs_print_their_plans(mode: str, wanted: str, tmp_path: Any) -> None:
    program = tmp_path / "halve.py"
    program.write_text(PROGRAM)
    told = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "TENSORBROOK_PLAN": mode},
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert wanted in told
    assert "    plan: 1 steps" in told
    assert "Mul+AddV2" in told
