"""The concrete tensor: `tf.constant(1.0)` is one of these."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager import backend

_DEVICE = "/job:localhost/replica:0/task:0/device:CPU:0"
_BY_CODE: dict[int, DType] = {dtype._code: dtype for dtype in dtypes.ALL}


@known_as("tensorflow.python.framework.ops.EagerTensor")
class EagerTensor(backend.TensorBase, Tensor):  # type: ignore[misc]
    """A tensor with a value. Its data stay where they are and are never changed."""

    __slots__ = ()
    __module__ = "tensorbrook"

    _dims = backend.TensorBase._shape_tuple

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return _BY_CODE[self._dtype_code]

    @property
    def device(self) -> str:
        """The name of the device that holds the data."""
        return _DEVICE

    backing_device = device

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self._shape_tuple)

    def numpy(self) -> Any:
        """The value as a NumPy array (a copy), scalar, or bytes for a string.

        Raises:
            NotImplementedError: A resource or variant has no array.
        """
        if self.dtype.holds_objects:
            raise NotImplementedError(
                f"A tensor of dtype {self.dtype.name} can't be converted to a NumPy array."
            )
        array = self._array()
        return array[()] if array.ndim == 0 else array.copy()

    def _static_value(self) -> Any:
        """The value as an array: it is known."""
        return self._array()

    def _static_dims(self) -> Dims:
        """The dims that this integer vector stands for; -1 means unknown."""
        numbers = self._array().reshape(-1).tolist()
        return tuple(None if number == -1 else number for number in numbers)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
        array: np.ndarray[Any, Any] = self._array()
        if dtype is not None and array.dtype != dtype:
            return array.astype(dtype)
        if copy:
            return array.copy()
        view = array.view()
        view.flags.writeable = False
        return view

    def __bool__(self) -> bool:
        array = self._array()
        if array.size == 0:
            return False
        if array.size != 1:
            raise ValueError(
                "The truth value of an array with more than one element is ambiguous. "
                "Use a.any() or a.all()"
            )
        return bool(array.reshape(-1)[0])

    def __int__(self) -> int:
        return int(self._scalar("int"))

    def __float__(self) -> float:
        return float(self._scalar("float"))

    def __complex__(self) -> complex:
        return complex(self._scalar("complex"))

    def __index__(self) -> int:
        if not self.dtype.is_integer:
            raise TypeError(
                "only integer scalar arrays can be converted to a scalar index"
            )
        return int(self._scalar("index"))

    def _scalar(self, kind: str) -> Any:
        array = self._array()
        if array.size != 1:
            raise TypeError(
                f"Only a tensor of one element can be converted to a Python {kind}; "
                f"this one has shape {self._shape_tuple}."
            )
        return array.reshape(-1)[0]

    def __format__(self, spec: str) -> str:
        return format(self._array()[()] if not self._dims else self._array(), spec)

    def __iter__(self) -> Any:
        if not self._shape_tuple:
            raise TypeError("Cannot iterate over a scalar tensor.")
        return (self[index] for index in range(self._shape_tuple[0]))

    def __hash__(self) -> int:  # type: ignore[override]
        if Tensor._use_equality:
            raise TypeError(
                "Tensor is unhashable. Instead, use tensor.ref() as the key."
            )
        return id(self)

    def __repr__(self) -> str:
        dims = _dims_text(self._shape_tuple)
        value = value_text(self, repr)
        shown = f"\n{value}" if "\n" in value else value
        return f"<tf.Tensor: shape={dims}, dtype={self.dtype.name}, numpy={shown}>"

    def __str__(self) -> str:
        dims = _dims_text(self._shape_tuple)
        value = value_text(self, str)
        shown = f"\n{value}" if "\n" in value else value
        return f"tf.Tensor({shown}, shape={dims}, dtype={self.dtype.name})"

    def _repr_html_(self) -> str:
        # By name: the room that draws stands far below this one.
        return importlib.import_module("tensorbrook._src.display.tensors").tensor_html(
            self
        )  # type: ignore[no-any-return]

    def __reduce__(self) -> Any:
        return _rebuild, (np.asarray(self), self._dtype_code)

    def __buffer__(self, flags: int) -> memoryview:
        """A read-only view of the data, for Python 3.12 and later."""
        return memoryview(self.__array__())  # type: ignore[arg-type]

    def __dlpack__(self, *, stream: Any = None, **options: Any) -> Any:
        return np.asarray(self._array()).__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        return 1, 0  # DLPack's number for memory of the CPU

    def _like(self, array: Any) -> EagerTensor:
        """A tensor of this dtype that holds `array`."""
        return tensor_of(np.asarray(array, self.dtype.numpy_dtype), self.dtype)

    @staticmethod
    def _made(array: Any, dtype: DType) -> EagerTensor:
        """A tensor of an array that already has the right NumPy dtype."""
        return tensor_of(array, dtype)

    @staticmethod
    def _object(value: Any, dims: tuple[int, ...] = ()) -> EagerTensor:
        """A variant tensor that holds a Python object."""
        return object_tensor(value, dtypes.variant, dims)

    def _no_graph(self, what: str) -> AttributeError:
        return AttributeError(
            f"Tensor.{what} is undefined when eager execution is enabled."
        )

    @property
    def graph(self) -> Any:
        raise self._no_graph("graph")

    @property
    def op(self) -> Any:
        raise self._no_graph("op")

    @property
    def name(self) -> Any:
        raise self._no_graph("name")

    @property
    def value_index(self) -> Any:
        raise self._no_graph("value_index")

    def set_shape(self, shape: Any) -> None:
        """Checks that `shape` is compatible with the actual one.

        Raises:
            ValueError: It isn't.
        """
        if not self.shape.is_compatible_with(shape):
            raise ValueError(
                f"Tensor's shape {self._shape_tuple} is not compatible with supplied "
                f"shape {shape}."
            )

    def cpu(self) -> EagerTensor:
        """The tensor itself: it is in the memory of the CPU."""
        return self

    def gpu(self, gpu_index: int = 0) -> EagerTensor:
        """Not available: eager tensors live in the memory of the CPU."""
        raise RuntimeError(
            f"Tensor.gpu: there is no GPU:{gpu_index} for eager tensors; use "
            "tf.function(jit_compile=True) with the extra tensorbrook[cuda]."
        )


def _rebuild(array: np.ndarray[Any, Any], code: int) -> EagerTensor:
    return tensor_of(array, _BY_CODE[code])


def _dims_text(dims: tuple[int, ...]) -> str:
    return f"({dims[0]},)" if len(dims) == 1 else f"({', '.join(map(str, dims))})"


def value_text(tensor: EagerTensor, form: Any) -> str:
    if tensor.dtype in (dtypes.resource, dtypes.variant):
        return f"<unprintable: {tensor.dtype.name}>"
    array = tensor._array()
    if array.ndim == 0:
        with np.printoptions(legacy="1.25"):
            return str(form(array[()]))
    return str(form(array))


def tensor_of(array: Any, dtype: DType, copy: bool = False) -> EagerTensor:
    """An eager tensor of an array that already has the right NumPy dtype."""
    made: EagerTensor = backend.from_numpy(array, dtype._code, copy)
    return made


def object_tensor(value: Any, dtype: DType, dims: tuple[int, ...] = ()) -> EagerTensor:
    """A resource or variant tensor that holds a Python object."""
    made: EagerTensor = backend.from_object(value, dtype._code, dims)
    return made


backend.register_tensor_class(EagerTensor)
