"""`tf.Tensor`, the public base of eager and symbolic tensors.

Operators and methods that run ops are attached by `ops/tensor_operators.py`; this
module knows only what every tensor has.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.shapes import Dims, TensorShape

if TYPE_CHECKING:
    import numpy as np

    #: What public functions accept where a tensor is meant.
    TensorLike = Any


@known_as("tensorflow.python.framework.tensor.Tensor")
class Tensor:
    """A multi-dimensional array of one dtype: concrete (eager) or a node of a graph.

    Tensors are made by `tf.constant`, `tf.convert_to_tensor` and by operations.

    Example:
        >>> import tensorbrook as tf
        >>> t = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        >>> t.shape, t.dtype
        (TensorShape([2, 2]), tf.float32)
        >>> isinstance(t, tf.Tensor)
        True
    """

    __slots__ = ()
    __array_priority__ = 100  # a NumPy array on the left leaves operators to us

    #: The operators that mean something for tensors.
    OVERLOADABLE_OPERATORS = frozenset(
        f"__{name}__"
        for name in "abs add and div eq floordiv ge getitem gt invert le lt matmul mod "
        "mul ne neg or pow radd rand rdiv rfloordiv rmatmul rmod rmul ror rpow rsub "
        "rtruediv rxor sub truediv xor".split()
    )

    #: v2 semantics of `==`: element-wise. `disable_tensor_equality` turns it off.
    _use_equality = True

    if TYPE_CHECKING:
        _dims: Dims

        def numpy(self) -> Any: ...
        def _static_value(self) -> Any: ...
        def _static_dims(self) -> Dims: ...
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray: ...
        # attached by ops/tensor_operators.py
        def __add__(self, other: Any) -> Tensor: ...
        def __radd__(self, other: Any) -> Tensor: ...
        def __sub__(self, other: Any) -> Tensor: ...
        def __rsub__(self, other: Any) -> Tensor: ...
        def __mul__(self, other: Any) -> Tensor: ...
        def __rmul__(self, other: Any) -> Tensor: ...
        def __truediv__(self, other: Any) -> Tensor: ...
        def __rtruediv__(self, other: Any) -> Tensor: ...
        def __floordiv__(self, other: Any) -> Tensor: ...
        def __rfloordiv__(self, other: Any) -> Tensor: ...
        def __mod__(self, other: Any) -> Tensor: ...
        def __rmod__(self, other: Any) -> Tensor: ...
        def __pow__(self, other: Any) -> Tensor: ...
        def __rpow__(self, other: Any) -> Tensor: ...
        def __matmul__(self, other: Any) -> Tensor: ...
        def __rmatmul__(self, other: Any) -> Tensor: ...
        def __and__(self, other: Any) -> Tensor: ...
        def __or__(self, other: Any) -> Tensor: ...
        def __xor__(self, other: Any) -> Tensor: ...
        def __rand__(self, other: Any) -> Tensor: ...
        def __ror__(self, other: Any) -> Tensor: ...
        def __rxor__(self, other: Any) -> Tensor: ...
        def __lt__(self, other: Any) -> Tensor: ...
        def __le__(self, other: Any) -> Tensor: ...
        def __gt__(self, other: Any) -> Tensor: ...
        def __ge__(self, other: Any) -> Tensor: ...
        def __neg__(self) -> Tensor: ...
        def __abs__(self) -> Tensor: ...
        def __invert__(self) -> Tensor: ...
        def __getitem__(self, key: Any) -> Tensor: ...
        def __iter__(self) -> Iterator[Tensor]: ...

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        raise NotImplementedError(f"{type(self).__name__} lacks dtype.")

    @property
    def name(self) -> str:
        """The name of the node and of its output, for a tensor of a graph."""
        raise NotImplementedError(f"{type(self).__name__} lacks name.")

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        """The value in a session, for a tensor of a graph.

        Args:
            feed_dict: Values for placeholders and other tensors.
            session: The session; by default the innermost `with session:`.

        Raises:
            NotImplementedError: The tensor is eager: it has its value already.
        """
        raise NotImplementedError(
            "eval is not supported when eager execution is enabled, is .numpy() what "
            "you're looking for?"
        )

    def set_shape(self, shape: Any) -> None:
        """Adds to what is known of the shape.

        Args:
            shape: A shape that is compatible with what is known.

        Raises:
            ValueError: It isn't compatible.
        """
        raise NotImplementedError(f"{type(self).__name__} lacks set_shape.")

    @property
    def shape(self) -> TensorShape:
        """The `TensorShape`; dims that aren't known yet are None."""
        return TensorShape(self._dims)

    def get_shape(self) -> TensorShape:
        """The same as `shape`."""
        return self.shape

    @property
    def ndim(self) -> int:
        """The number of dimensions.

        Raises:
            ValueError: The rank isn't known yet.
        """
        if self._dims is None:
            raise ValueError("The number of dimensions of this tensor isn't known yet.")
        return len(self._dims)

    def ref(self) -> Reference:
        """A hashable reference to this tensor, for use in sets and as a key."""
        return Reference(self)

    experimental_ref = ref

    def __tf_tensor__(self, dtype: Any = None, name: str | None = None) -> Tensor:
        """The tensor itself: the protocol by which objects stand for tensors."""
        return self

    def __len__(self) -> int:
        if self._dims is None or len(self._dims) == 0:
            raise TypeError("Scalar tensor has no `len()`")
        if self._dims[0] is None:
            raise TypeError("len is not well defined for a symbolic Tensor.")
        return self._dims[0]

    def __copy__(self) -> Tensor:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        return self


class Reference:
    """A hashable reference to a tensor or variable, compared by identity."""

    __slots__ = ("__weakref__", "_referent")

    def __init__(self, referent: Any) -> None:
        self._referent = referent

    def deref(self) -> Any:
        """The object that is referred to."""
        if isinstance(self._referent, weakref.ref):
            return self._referent()
        return self._referent

    def __hash__(self) -> int:
        return id(self._referent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reference):
            return NotImplemented
        return self._referent is other._referent

    def __repr__(self) -> str:
        return f"<Reference wrapping {self._referent!r}>"
