"""Variables that are references: nodes whose output may be assigned to."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.core.op import Op
from tensorbrook._src.ops.reference_variables import VariableOp

raw = tf.raw_ops


@pytest.fixture
def session():
    with tf.Graph().as_default(), v1.Session() as sess:
        yield sess


def _variable(session, value, name=None, kind=raw.VariableV2):
    array = np.asarray(value)
    made = kind(shape=array.shape, dtype=array.dtype, name=name)
    session.run(raw.Assign(ref=made, value=array))
    return made


@pytest.mark.covers("Assign", "AssignAdd", "AssignSub")
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(raw.Variable, marks=pytest.mark.covers("Variable")),
        pytest.param(raw.VariableV2, marks=pytest.mark.covers("VariableV2")),
    ],
)
def test_assignments(session, kind):
    v = _variable(session, np.float32([1, 2]), "v", kind)
    assert v.name == "v:0" and v.shape == (2,)
    more = raw.AssignAdd(ref=v, value=[1.0, 1.0])
    less = raw.AssignSub(ref=more, value=[0.0, 5.0])
    assert session.run(less).tolist() == [2.0, -2.0]
    assert session.run(v).tolist() == [2.0, -2.0]


@pytest.mark.covers("IsVariableInitialized", "RefIdentity", "DebugGradientRefIdentity")
def test_before_the_first_value(session):
    v = raw.VariableV2(shape=[], dtype=tf.float32)
    ready = raw.IsVariableInitialized(ref=v)
    assert not session.run(ready)
    with pytest.raises(tf.errors.FailedPreconditionError):
        session.run(v)
    session.run(raw.Assign(ref=raw.RefIdentity(input=v), value=3.0))
    assert session.run(ready)
    assert session.run(raw.DebugGradientRefIdentity(input=v)) == 3.0


@pytest.mark.covers("CountUpTo")
def test_counting(session):
    count = raw.CountUpTo(ref=_variable(session, np.int64(0)), limit=2)
    assert [session.run(count), session.run(count)] == [0, 1]
    with pytest.raises(tf.errors.OutOfRangeError, match="limit of 2"):
        session.run(count)


@pytest.mark.covers("TemporaryVariable", "DestroyTemporaryVariable")
def test_temporary_variables(session):
    t = raw.TemporaryVariable(shape=[2], dtype=tf.float32)
    filled = raw.Assign(ref=t, value=[1.0, 1.0])
    last = raw.DestroyTemporaryVariable(
        ref=raw.AssignAdd(ref=filled, value=[2.0, 2.0]), var_name="t"
    )
    assert [session.run(last).tolist() for _ in range(2)] == [[3.0, 3.0]] * 2


@pytest.mark.covers(
    "ScatterUpdate",
    "ScatterAdd",
    "ScatterSub",
    "ScatterMul",
    "ScatterDiv",
    "ScatterMin",
    "ScatterMax",
)
def test_scattering_rows(session):
    for how, right in (
        ("Update", 2.0),
        ("Add", 8.0),
        ("Sub", 4.0),
        ("Mul", 12.0),
        ("Div", 3.0),
        ("Min", 2.0),
        ("Max", 6.0),
    ):
        v = _variable(session, np.float32([1, 6]))
        made = getattr(raw, f"Scatter{how}")(ref=v, indices=[1], updates=[2.0])
        assert session.run(made).tolist() == [1.0, right], how


@pytest.mark.covers(
    "ScatterNdUpdate",
    "ScatterNdAdd",
    "ScatterNdSub",
    "ScatterNdMin",
    "ScatterNdMax",
)
def test_scattering_slices(session):
    for how, right in (
        ("Update", 2.0),
        ("Add", 8.0),
        ("Sub", 4.0),
        ("Min", 2.0),
        ("Max", 6.0),
    ):
        v = _variable(session, np.float32([[1, 6]]))
        made = getattr(raw, f"ScatterNd{how}")(ref=v, indices=[[0, 1]], updates=[2.0])
        assert session.run(made).tolist() == [[1.0, right]], how


@pytest.mark.covers("StridedSliceAssign")
def test_slices(session):
    v = _variable(session, np.float32([1, 2, 3]))
    made = raw.StridedSliceAssign(
        ref=v, begin=[0], end=[3], strides=[2], value=[8.0, 9.0]
    )
    assert session.run(made).tolist() == [8.0, 2.0, 9.0]


@pytest.mark.covers(
    "ApplyGradientDescent",
    "ApplyProximalGradientDescent",
    "ApplyMomentum",
    "ApplyAdagrad",
    "ApplyAdagradV2",
    "ApplyAdagradDA",
    "ApplyProximalAdagrad",
    "ApplyAdadelta",
    "ApplyAdam",
    "ApplyAdaMax",
    "ApplyAddSign",
    "ApplyPowerSign",
    "ApplyRMSProp",
    "ApplyCenteredRMSProp",
    "ApplyFtrl",
    "ApplyFtrlV2",
    "SparseApplyMomentum",
    "SparseApplyAdagrad",
    "SparseApplyAdagradV2",
    "SparseApplyAdagradDA",
    "SparseApplyProximalAdagrad",
    "SparseApplyProximalGradientDescent",
    "SparseApplyAdadelta",
    "SparseApplyRMSProp",
    "SparseApplyCenteredRMSProp",
    "SparseApplyFtrl",
    "SparseApplyFtrlV2",
)
def test_steps_of_optimizers_are_those_of_handles(session):
    Op.registry.load()
    names = [
        name
        for name, record in Op.registry.items()
        if isinstance(record, VariableOp) and "Apply" in name
    ]
    assert len(names) == 27
    rows = np.float32([[0.5, 1.5], [2.0, 2.5]])
    for name in names:
        record = Op.registry[name]
        references, handles = {}, {}
        for number, arg in enumerate(record.signature.inputs):
            if arg.is_ref:
                references[arg.name] = _variable(session, rows + number)
                cell = v1.Variable(rows + number)
                session.run(cell.initializer)
                handles[arg.name] = cell.handle
            elif arg.name in ("grad", "delta"):
                grad = rows[:1] - 1.0 if name.startswith("Sparse") else rows - 1.0
                references[arg.name] = handles[arg.name] = grad
            elif arg.name == "indices":
                references[arg.name] = handles[arg.name] = np.int32([1])
            elif arg.name == "global_step":
                references[arg.name] = handles[arg.name] = np.int64(3)
            else:
                references[arg.name] = handles[arg.name] = np.float32(0.25)
        step = getattr(raw, f"Resource{name}")(**handles)
        read = raw.ReadVariableOp(resource=handles["var"], dtype=tf.float32)
        session.run(step)
        wanted = session.run(read)
        found = session.run(getattr(raw, name)(**references))
        np.testing.assert_array_equal(found, wanted, err_msg=name)
        assert not np.array_equal(found, rows), name


def test_what_is_no_reference_is_refused(session):
    with pytest.raises(TypeError, match="references to variables"):
        raw.Assign(ref=tf.constant(1.0), value=1.0)


def test_references_are_for_graphs():
    for call in (
        lambda: raw.VariableV2(shape=[], dtype=tf.float32),
        lambda: raw.RefEnter(data=1.0, frame_name="f"),
        lambda: raw.Stack(elem_type=tf.float32),
    ):
        with pytest.raises(RuntimeError, match="is a ref"):
            call()
