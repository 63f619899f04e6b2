"""Functions of a program that stand in for ours."""

import inspect
import typing

import pytest

import tensorbrook as tf
from tensorbrook._src.ops import dispatch


class Boxed(tf.experimental.ExtensionType):
    value: tf.Tensor


BOX = Boxed([1.0, -2.0])


@pytest.fixture
def taken_back():
    targets = []
    yield targets.append
    for target in targets:
        tf.experimental.unregister_dispatch_for(target)


def test_functions_of_one_argument(taken_back):
    @tf.experimental.dispatch_for_unary_elementwise_apis(Boxed)
    def on_value(api, x):
        return Boxed(api(x.value))

    taken_back(on_value)
    assert tf.abs(BOX).value.numpy().tolist() == [1.0, 2.0]
    assert tf.cast(BOX, tf.int32).value.dtype == tf.int32
    assert tf.nn.relu(features=BOX).value.numpy().tolist() == [1.0, 0.0]
    assert tf.abs(-3).numpy() == 3


def test_functions_of_two_arguments(taken_back):
    either = typing.Union[Boxed, tf.Tensor, float]  # noqa: UP007

    @tf.experimental.dispatch_for_binary_elementwise_apis(either, either)
    def on_values(api, x, y):
        return Boxed(api(*(getattr(part, "value", part) for part in (x, y))))

    taken_back(on_values)
    assert tf.add(BOX, 1.0).value.numpy().tolist() == [2.0, -1.0]
    assert tf.math.maximum(0.0, BOX).value.numpy().tolist() == [1.0, 0.0]


def test_one_function(taken_back):
    @tf.experimental.dispatch_for_api(tf.stack, {"values": typing.List[Boxed]})  # noqa: UP006
    def stack(values, axis=0, name="stack"):
        return Boxed(tf.stack([box.value for box in values], axis))

    taken_back(stack)
    assert tf.stack([BOX, BOX]).value.shape == [2, 2]
    assert tf.stack([1, 2]).shape == [2]


def test_not_implemented_passes_on(taken_back):
    @tf.experimental.dispatch_for_api(tf.rank)
    def rank(input: Boxed, name=None):
        return NotImplemented

    taken_back(rank)
    with pytest.raises((TypeError, ValueError)):
        tf.rank(BOX)


def test_signatures_stay_as_they_were(taken_back):
    before = inspect.signature(tf.tile)

    @tf.experimental.dispatch_for_api(tf.tile)
    def tile(input: Boxed, multiples, name=None):
        return input

    taken_back(tile)
    assert inspect.signature(tf.tile) == before
    assert tf.tile([1], multiples=[2]).numpy().tolist() == [1, 1]


def test_wrong_use():
    with pytest.raises(ValueError, match="dispatch"):
        tf.experimental.dispatch_for_api(3)
    with pytest.raises(ValueError, match="annotate"):
        tf.experimental.dispatch_for_api(tf.size)(lambda input: input)
    with pytest.raises(ValueError, match="no parameters"):
        tf.experimental.dispatch_for_api(tf.size, {"nothing": Boxed})(lambda: 0)
    with pytest.raises(ValueError, match="registered"):
        tf.experimental.unregister_dispatch_for(test_wrong_use)


@pytest.mark.parametrize(
    ("value", "annotation", "wanted"),
    [
        (1, int, True),
        (1, typing.Any, True),
        ((1, "a"), tuple[int, str], True),
        ((1, 2), tuple[int, ...], True),
        ([1, "a"], list[int], False),
        (None, int | None, True),
        (1, "text", False),
    ],
)
def test_types_of_values(value, annotation, wanted):
    assert dispatch.fits(value, annotation) is wanted
