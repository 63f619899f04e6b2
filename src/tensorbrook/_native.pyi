"""The native core: storage, kernels, executor. `core.native` is its only door."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

class TensorBase:
    """Storage and operators of an eager tensor; subclasses add no storage."""

    __slots__ = ("__dict__", "__weakref__")

    @property
    def _dtype_code(self) -> int: ...
    @property
    def _shape_tuple(self) -> tuple[int, ...]: ...
    @property
    def _rank(self) -> int: ...
    def _array(self) -> Any:
        """A writable view of the memory, or the object of a resource or variant."""

    def __add__(self, other: Any, /) -> Any: ...
    def __radd__(self, other: Any, /) -> Any: ...
    def __sub__(self, other: Any, /) -> Any: ...
    def __rsub__(self, other: Any, /) -> Any: ...
    def __mul__(self, other: Any, /) -> Any: ...
    def __rmul__(self, other: Any, /) -> Any: ...
    def __truediv__(self, other: Any, /) -> Any: ...
    def __rtruediv__(self, other: Any, /) -> Any: ...
    def __floordiv__(self, other: Any, /) -> Any: ...
    def __rfloordiv__(self, other: Any, /) -> Any: ...
    def __mod__(self, other: Any, /) -> Any: ...
    def __rmod__(self, other: Any, /) -> Any: ...
    def __pow__(self, other: Any, modulus: None = None, /) -> Any: ...
    def __rpow__(self, other: Any, modulus: None = None, /) -> Any: ...
    def __matmul__(self, other: Any, /) -> Any: ...
    def __rmatmul__(self, other: Any, /) -> Any: ...
    def __and__(self, other: Any, /) -> Any: ...
    def __rand__(self, other: Any, /) -> Any: ...
    def __or__(self, other: Any, /) -> Any: ...
    def __ror__(self, other: Any, /) -> Any: ...
    def __xor__(self, other: Any, /) -> Any: ...
    def __rxor__(self, other: Any, /) -> Any: ...
    def __neg__(self) -> Any: ...
    def __abs__(self) -> Any: ...
    def __invert__(self) -> Any: ...
    def __lt__(self, other: Any, /) -> Any: ...
    def __le__(self, other: Any, /) -> Any: ...
    def __eq__(self, other: Any, /) -> Any: ...
    def __ne__(self, other: Any, /) -> Any: ...
    def __gt__(self, other: Any, /) -> Any: ...
    def __ge__(self, other: Any, /) -> Any: ...
    def __hash__(self) -> int: ...

class VariableBase:
    """The arithmetic of variables, as that of TensorBase."""

    __slots__ = ()

class OpBase:
    """What calls an op record: where a call like it was settled, without Python."""

    __slots__ = ()

    def __call__(self, *inputs: Any, **attrs: Any) -> Any: ...

class TapeBase:
    """What a gradient tape remembers."""

    @property
    def persistent(self) -> bool: ...
    @property
    def _persistent(self) -> bool: ...
    @_persistent.setter
    def _persistent(self, value: bool, /) -> None: ...
    @property
    def _used(self) -> bool: ...
    @_used.setter
    def _used(self, value: bool, /) -> None: ...
    @property
    def _recording(self) -> bool: ...
    @property
    def _watch_accessed(self) -> bool: ...
    @property
    def _entered(self) -> bool: ...
    @property
    def _entries(self) -> list[Any]: ...
    def __init__(
        self, persistent: bool = False, watch_accessed_variables: bool = True
    ) -> None: ...
    def __enter__(self) -> Any: ...
    def __exit__(self, kind: Any, value: Any, trace: Any, /) -> None: ...
    def record(
        self,
        op: Any,
        inputs: Sequence[Any],
        attrs: dict[str, Any],
        outputs: Sequence[Any],
        gradient_override: Callable[..., Any] | None = None,
    ) -> None: ...
    def _watch(self, tensor: Any, /) -> None: ...
    def _watch_variable(self, variable: Any, /) -> None: ...
    def variable_accessed(self, variable: Any, /) -> None: ...
    def watched_variables(self) -> tuple[Any, ...]: ...
    def _watches(self, tensor: Any, /) -> bool: ...
    def _forget(self) -> None: ...
    def _backward(
        self, targets: list[Any], sources: list[Any], seeds: list[Any], /
    ) -> list[Any]:
        """The gradient of each source, or None; a seed that is None means ones."""

    def _quick(self, target: Any, sources: Any, /) -> Any:
        """The gradients where all is plain and nobody watches, or NotImplemented."""

class Variable:
    """The resource behind a variable: a tensor that is replaced or updated in place."""

    def __init__(
        self, dtype_code: int, dims: Sequence[int | None] | None = None
    ) -> None: ...
    def read(self) -> Any: ...
    def assign(self, tensor: Any) -> None: ...
    def reset(self) -> None: ...
    @property
    def shape(self) -> tuple[int, ...] | None: ...
    @property
    def dtype_code(self) -> int: ...
    @property
    def is_initialized(self) -> bool: ...

#: (op name, input slots, output slots or -1, attributes, fallback, slots to free), and for
#: a step that runs plans: "loop" with those of condition and body, or "branches"
Step = tuple[Any, ...]

class Plan:
    """A compiled graph: steps over a table of slots."""

    def __init__(
        self,
        num_slots: int,
        steps: Sequence[Step],
        inputs: Sequence[int],
        outputs: Sequence[int],
        constants: Sequence[tuple[int, Any]] = ...,
    ) -> None: ...
    def run(self, tensors: Sequence[Any]) -> list[Any]: ...
    def set_shapes(
        self, open: Sequence[int], find: Callable[[tuple[tuple[int, ...], ...]], Any]
    ) -> None:
        """Names inputs of open shapes, and what finds the plan for certain ones."""

    def run_shaped(self, tensors: Sequence[Any]) -> list[Any]:
        """The same, by the plan for the shapes of the tensors where there is one."""

    def profile(
        self, tensors: Sequence[Any]
    ) -> tuple[list[Any], list[tuple[int, int, int]]]:
        """The outputs; and for each step how often it ran, nanoseconds, and bytes."""

class SessionCall:
    """A run of a session whose feeds and fetches are settled.

    `form` is the place of a fetch or None, a list or tuple of these, or a function of the
    list of all values.
    """

    def __init__(
        self,
        plan: Plan,
        feeds: Sequence[tuple[Any, int, Sequence[int | None] | None]],
        convert: Callable[[Any, Any], Any],
        form: Any,
        variables: Sequence[tuple[int, Variable]],
    ) -> None: ...
    def run(self, *values: Any) -> Any: ...

class SessionCalls:
    """The calls of a session, by the objects that are fetched and fed."""

    def __init__(self) -> None: ...
    def run(self, fetches: Any, feeds: Any) -> Any:
        """What the call gives for the values of a dict; NotImplemented without one."""

    def find(self, fetches: Any, keys: Sequence[Any]) -> SessionCall | None: ...
    def add(self, fetches: Any, keys: Sequence[Any], call: SessionCall) -> None: ...
    def clear(self) -> None: ...

def executor_stats() -> dict[str, int]:
    """Runs, steps, fallbacks, tables of slots made, and calls of operator new."""

def register_tensor_class(cls: type) -> None:
    """Makes `cls`, a subclass of TensorBase, the type of all tensors made here."""

def register_fallback(
    name: str, function: Callable[..., Any]
) -> Callable[..., Any] | None:
    """What a slot (`"__add__"`) calls off its short cut; returns the one before."""

def register_numpy_dtype(code: int, dtype: np.dtype[Any], /) -> None:
    """Tells the NumPy type of a dtype code."""

def set_slow(delta: int) -> int:
    """Counts reasons, in this thread, to keep operators off their short cut."""

def from_numpy(array: Any, dtype_code: int, copy: bool = True, /) -> Any:
    """A tensor of an array; shares its memory if `copy` is false and that can be."""

def from_object(value: Any, dtype_code: int, dims: Sequence[int], /) -> Any:
    """A string, resource or variant tensor that holds an object."""

def from_literal(value: Any, dtype_code: int, /) -> Any:
    """A tensor of Python numbers (code 0: of their own type), or None to look closer."""

def from_dlpack(capsule: Any, /) -> Any:
    """A tensor that shares the memory of a DLPack capsule."""

def to_dlpack(tensor: Any, /) -> Any:
    """A DLPack capsule that shares the tensor's memory."""

def split_records(data: bytes, /) -> tuple[list[bytes], int]:
    """The whole, undamaged records at the start of the bytes, and where they end."""

def frame_record(record: bytes, /) -> bytes:
    """A record as it stands in a TFRecord file."""

def parse_examples(
    serialized: Any,
    sparse_keys: Any,
    dense_keys: Any,
    ragged_keys: Any,
    dense_defaults: list[Any] | tuple[Any, ...],
    sparse_types: list[Any] | tuple[Any, ...],
    ragged_value_types: list[Any] | tuple[Any, ...],
    ragged_split_types: list[Any] | tuple[Any, ...],
    dense_shapes: list[Any] | tuple[Any, ...],
    /,
) -> tuple[list[Any], ...] | None:
    """What ParseExampleV2 gives, or None where a message is unusual or wrong."""

def find(op_name: str, /) -> int:
    """The handle of a kernel, or -1."""

def find_tile(
    op_name: str, input_codes: tuple[int, ...], result_code: int, /
) -> tuple[int, int] | None:
    """The operation and tile kernel that a fused step calls for these dtypes, or None."""

def philox(
    what: str, key: int, low: int, high: int, out: Any, dtype_code: int, /
) -> bool:
    """Fills an array with "uniform", "normal" or raw "words"; False: not that type."""

def matmul(a: Any, b: Any, /) -> Any:
    """The product of two eager tensors, or NotImplemented for anything else."""

def register_lists(make: Callable[[list[Any], int, Any], Any], /) -> None:
    """Tells what makes an object of a list's items, dtype code and dims."""

def register_ops(find: Callable[[str], Any], /) -> None:
    """Tells what gives the record behind an operator."""

def register_variables(cls: type, read_op: Any, /) -> None:
    """Tells the class of variables and the op that reads them."""

def read(variable: Any, /) -> Any:
    """The value, told to the tapes, or None where Python has to read it."""

def assign(op: Any, handle: Any, value: Any, /) -> bool:
    """Whether the op has changed the variable behind the handle; else Python has to."""

def reduce(op: Any, tensor: Any, axis: Any, keepdims: Any, /) -> Any:
    """The reduction of an eager tensor, or NotImplemented."""

def register_tapes(
    tape_class: type,
    entry_class: type,
    thread_state: Any,
    interpreter: Any,
    add_gradients: Callable[[list[Any]], Any],
    step_gradients: Callable[[Any, list[Any]], Sequence[Any]],
    differentiable: list[int],
    /,
) -> None:
    """Tells what calls tell tapes with, and what the way back needs of Python."""

def execute(handle: int, inputs: Sequence[Any], attrs: dict[str, Any] | None, /) -> Any:
    """The list of outputs, or NotImplemented for what the kernel doesn't handle."""

def prepare(handle: int, attrs: dict[str, Any], /) -> Any:
    """A kernel with attributes that it has read, for `register_calls`."""

def register_calls(
    calls: dict[Any, tuple[dict[str, Any], Any, bool]],
    types: frozenset[type],
    conversions: list[Any],
) -> None:
    """Where `call` finds what was settled, and which attributes are part of the key."""

def call(
    op: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], tapes: list[Any], /
) -> Any:
    """The output (for tapes: inputs, attributes, outputs), or NotImplemented."""

def kernel_names() -> list[str]:
    """The operations that have a kernel."""

def allocator_stats() -> dict[str, int]:
    """Bytes that live, their peak and the cached ones; allocations and cache hits."""

def device_info() -> dict[str, Any]:
    """oneDNN's version or None, the instruction set of this build, and the threads."""

def set_buffer_limit(bytes: int) -> None:
    """Bounds the bytes of one tensor; MemoryError beyond."""

def set_threads(count: int) -> None:
    """Bounds the threads of one kernel."""
