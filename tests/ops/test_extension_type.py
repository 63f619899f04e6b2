"""Classes made of tensors."""

import pickle
import typing

import pytest

import tensorbrook as tf


class Masked(tf.experimental.ExtensionType):
    values: tf.Tensor
    mask: tf.Tensor

    def total(self):
        return tf.reduce_sum(tf.where(self.mask, self.values, 0.0))


class Point(tf.experimental.BatchableExtensionType):
    x: tf.TensorSpec([], tf.float32)
    name: str = "p"


M = Masked([1.0, -2.0], [True, False])


def test_arguments_and_results_of_traced_functions():
    double = tf.function(lambda m: Masked(m.values * 2.0, m.mask))
    found = double(M)
    assert type(found) is Masked and found.values.numpy().tolist() == [2.0, -4.0]
    assert float(tf.function(lambda m: m.total())(M)) == 1.0


def test_one_trace_for_equal_specs():
    traces = []

    @tf.function
    def total(m):
        traces.append(m)
        return m.total()

    total(M)
    total(Masked([3.0, 4.0], [True, True]))
    total(Masked([3.0], [True]))
    assert len(traces) == 2


def test_structures_conditions_and_loops():
    flat = tf.nest.flatten(M, expand_composites=True)
    assert [t.dtype for t in flat] == [tf.float32, tf.bool]
    chosen = tf.cond(tf.constant(True), lambda: M, lambda: M)
    assert float(chosen.total()) == 1.0

    @tf.function
    def powers(m):
        for _ in tf.range(3):
            m = Masked(m.values * 2.0, m.mask)
        return m

    assert powers(M).values.numpy().tolist() == [8.0, -16.0]


def test_gradients_flow_to_the_parts():
    with tf.GradientTape() as tape:
        tape.watch(M)
        y = M.total()
    gradient = tape.gradient(y, M.values)
    assert gradient.numpy().tolist() == [1.0, 0.0]


def test_specs():
    spec = tf.type_spec_from_value(M)
    assert spec == Masked.Spec(tf.TensorSpec([2]), tf.TensorSpec([2], tf.bool))
    assert spec.is_compatible_with(M) and spec.value_type is Masked
    wide = spec.most_specific_common_supertype([Masked([1.0], [True])._type_spec])
    assert wide.values.shape.as_list() == [None]
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert repr(Point.Spec(tf.TensorSpec([]))).startswith("Point.Spec(x=TensorSpec(")


def test_equality_and_text():
    assert bool(M == Masked([1.0, -2.0], [True, False]))
    assert bool(M != Masked([1.0, 5.0], [True, False]))
    assert (M == Masked([1.0], [True])) is False
    assert repr(Point(1.0)).startswith("Point(x=<tf.Tensor: shape=(), dtype=float32")
    assert bool(pickle.loads(pickle.dumps(M)) == M)


def test_nothing_changes_later():
    with pytest.raises(AttributeError, match="mutate"):
        M.values = 1
    with pytest.raises(AttributeError, match="mutate"):
        del M.mask


def test_own_constructor_and_checks():
    class Positive(tf.experimental.ExtensionType):
        x: tf.Tensor
        double: tf.Tensor

        def __init__(self, x):
            self.x = x
            self.double = 2 * x

        def __validate__(self):
            if self.x.shape.rank:
                raise ValueError("a scalar, please")

    assert int(Positive(3).double) == 6
    with pytest.raises(ValueError, match="scalar"):
        Positive([3])


def test_fields_of_many_kinds():
    class Many(tf.experimental.ExtensionType):
        n: int
        scale: float
        kind: tf.DType
        shape: tf.TensorShape
        parts: typing.Tuple[tf.Tensor, ...]  # noqa: UP006 - both spellings count
        by_name: typing.Mapping[str, tf.Tensor]
        inner: Masked
        maybe: typing.Optional[tf.Tensor] = None  # noqa: UP045
        way: typing.Literal["a", "b"] = "a"

    made = Many(1, 2, "int32", [1, None], [1, 2.0], {"k": 3}, M)
    assert made.scale == 2.0 and made.kind is tf.int32
    assert made.shape == tf.TensorShape([1, None])
    assert [p.dtype for p in made.parts] == [tf.int32, tf.float32]
    assert len(tf.nest.flatten(made, expand_composites=True)) == 5
    with pytest.raises(TypeError, match="changed"):
        made.by_name["k"] = 3
    with pytest.raises(TypeError, match=r"Many\.n"):
        Many("1", 2, "int32", [], [], {}, M)
    with pytest.raises(TypeError, match=r"Many\.way"):
        Many(1, 2, "int32", [], [], {}, M, way="c")
    with pytest.raises(TypeError, match="missing"):
        Many(1)


def test_subclasses_inherit_fields():
    class Named(Point):
        tag: int = 0

    assert Named(1.0, "q", 3).tag == 3
    assert list(tf.experimental.extension_type.as_dict(Named(1.0))) == [
        "x",
        "name",
        "tag",
    ]


def test_unknown_annotations():
    with pytest.raises(TypeError, match="isn't supported"):

        class Wrong(tf.experimental.ExtensionType):
            x: object

    with pytest.raises(ValueError, match="reserved"):

        class Reserved(tf.experimental.ExtensionType):
            Spec: int


def test_batches():
    class Pair(tf.experimental.BatchableExtensionType):
        a: tf.Tensor
        b: tf.Tensor

    spec = Pair([1.0], [2])._type_spec
    assert spec._batch(3).a.shape == [3, 1]
    assert spec._batch(3)._unbatch() == spec
    swapped = tf.map_fn(lambda p: Pair(p.b, p.a), Pair([1.0, 2.0], [3.0, 4.0]))
    assert swapped.a.numpy().tolist() == [3.0, 4.0]


def test_a_spec_may_have_methods_of_its_own():
    class Sized(tf.experimental.ExtensionType):
        x: tf.Tensor

        class Spec:
            def size(self):
                return self.x.shape.num_elements()

    assert Sized([1, 2, 3])._type_spec.size() == 3


def test_datasets_stack_and_split():
    class Pair(tf.experimental.BatchableExtensionType):
        a: tf.Tensor
        b: tf.Tensor

    rows = tf.data.Dataset.from_tensor_slices(Pair([[1], [2], [3]], [4.0, 5.0, 6.0]))
    assert rows.element_spec.a.shape == [1]
    batches = list(rows.batch(2))
    assert [type(batch) for batch in batches] == [Pair, Pair]
    assert batches[0].b.numpy().tolist() == [4.0, 5.0]
    again = rows.batch(3).unbatch().map(lambda pair: pair.b * 2.0)
    assert [float(x) for x in again] == [8.0, 10.0, 12.0]
