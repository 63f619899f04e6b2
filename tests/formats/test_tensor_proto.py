"""TensorProto messages."""

import ml_dtypes
import numpy as np
import pytest

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message

_NAMES = (
    "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 "
    "uint64 bool complex64 complex128"
)


@pytest.mark.parametrize("name", _NAMES.split())
@pytest.mark.parametrize("dims", [(), (3,), (2, 5), (0, 2)])
def test_there_and_back(name, dims) -> None:
    dtype = dtypes.as_dtype(name)
    array = (np.arange(np.prod(dims, dtype=int)).reshape(dims) % 3).astype(
        dtype.numpy_dtype
    )
    found, kind = tensor_proto.from_proto(tensor_proto.to_proto(array, dtype))
    assert kind is dtype and found.dtype == dtype.numpy_dtype
    np.testing.assert_array_equal(found, array)


def test_short_lists_of_values_repeat_the_last() -> None:
    proto = message("TensorProto")(dtype="DT_FLOAT", float_val=[1, 2])
    proto.tensor_shape.dim.add(size=4)
    np.testing.assert_array_equal(tensor_proto.from_proto(proto)[0], [1, 2, 2, 2])
    del proto.float_val[:]
    np.testing.assert_array_equal(tensor_proto.from_proto(proto)[0], [0, 0, 0, 0])


def test_half_values_are_bit_patterns() -> None:
    bits = np.array([1.5], ml_dtypes.bfloat16).view(np.uint16)
    proto = message("TensorProto")(dtype="DT_BFLOAT16", half_val=bits.tolist())
    assert tensor_proto.from_proto(proto)[0] == np.float32(1.5)


def test_contradictions() -> None:
    proto = message("TensorProto")(dtype="DT_FLOAT", tensor_content=b"abc")
    with pytest.raises(errors.InvalidArgumentError, match="3 bytes"):
        tensor_proto.from_proto(proto)
    proto = message("TensorProto")(dtype="DT_FLOAT", float_val=[1, 2])
    with pytest.raises(errors.InvalidArgumentError, match="2 values"):
        tensor_proto.from_proto(proto)
    proto = message("TensorProto")(dtype="DT_FLOAT")
    proto.tensor_shape.dim.add(size=1 << 50)
    with pytest.raises(errors.InvalidArgumentError):
        tensor_proto.from_proto(proto)


def test_unknown_shapes() -> None:
    for dims in (None, (), (None, 3)):
        proto = tensor_proto.shape_to_proto(dims)
        assert tensor_proto.shape_from_proto(proto) == dims
