"""`tf.data` as 1.x programs call it: iterators of graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import dataset as datasets
from tensorbrook._src.data import experimental, reading, structure
from tensorbrook._src.data.iterator import Optional, OwnedIterator
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.inline import needed_operations
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.datasets import iterating

#: The collection with the handles of a graph's iterators.
GLOBAL_ITERATORS = "iterators"


class Iterator(CompositeTensor):
    """An iterator of a graph: its elements are tensors that a session computes.

    Args:
        iterator_resource: The handle.
        initializer: The operation that begins it anew, or None.
        output_types: The dtypes of an element, in its structure.
        output_shapes: Their shapes.
        output_classes: Their classes; dense tensors by default.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     iterator = tf.data.make_initializable_iterator(tf.data.Dataset.range(2))
        ...     following = iterator.get_next()
        ...     sess.run(iterator.initializer)
        ...     print(sess.run(following), sess.run(following))
        0 1
    """

    __module__ = "tensorbrook.compat.v1.data"

    def __init__(
        self,
        iterator_resource: Any,
        initializer: Any,
        output_types: Any,
        output_shapes: Any,
        output_classes: Any,
    ) -> None:
        del output_classes
        spec = structure.described(
            nest.map_structure(dtypes.as_dtype, output_types), output_shapes
        )
        self._setup(iterator_resource, initializer, spec)

    def _setup(self, resource: Any, initializer: Any, spec: Any) -> None:
        self._resource = resource
        self._initializer = initializer
        self._spec = spec
        self._described = structure.types_and_shapes(spec)

    @classmethod
    def _of(cls, resource: Any, initializer: Any, spec: Any) -> Iterator:
        made = cls.__new__(cls)
        made._setup(resource, initializer, spec)
        return made

    @staticmethod
    def from_structure(
        output_types: Any,
        output_shapes: Any = None,
        shared_name: str | None = None,
        output_classes: Any = None,
    ) -> Iterator:
        """An iterator without a dataset yet; see `make_initializer`.

        Args:
            output_types: The dtypes of an element, in its structure.
            output_shapes: Their shapes; unknown by default.
            shared_name: A name under which sessions share it.
            output_classes: Their classes; dense tensors by default.
        """
        del output_classes
        types = nest.map_structure(dtypes.as_dtype, output_types)
        spec = structure.described(types, output_shapes)
        return Iterator._of(_handle(spec, shared_name), None, spec)

    @staticmethod
    def from_string_handle(
        string_handle: Any,
        output_types: Any,
        output_shapes: Any = None,
        output_classes: Any = None,
    ) -> Iterator:
        """The iterator that a string names, which is usually fed.

        Args:
            string_handle: A string scalar; see `string_handle`.
            output_types: The dtypes of an element, in its structure.
            output_shapes: Their shapes; unknown by default.
            output_classes: Their classes; dense tensors by default.
        """
        del output_classes
        types = nest.map_structure(dtypes.as_dtype, output_types)
        spec = structure.described(types, output_shapes)
        handle = convert_to_tensor(string_handle, dtypes.string)
        resource = iterating.from_string_handle_op(
            handle, **structure.types_and_shapes(spec)
        )
        return Iterator._of(resource, None, spec)

    @property
    def initializer(self) -> Any:
        """The operation that begins the iterator anew.

        Raises:
            ValueError: The iterator has none: it is a one-shot iterator, or was made
                from a structure.
        """
        if self._initializer is None:
            raise ValueError(
                "The iterator does not have an initializer. This means it was likely "
                "created using `tf.data.Dataset.make_one_shot_iterator()`. For an "
                "initializable iterator, use `tf.data.Dataset."
                "make_initializable_iterator()` instead."
            )
        return self._initializer

    def make_initializer(self, dataset: Any, name: str | None = None) -> Any:
        """An operation that begins the iterator with a dataset.

        Args:
            dataset: Its elements must fit.
            name: Name of the operation.

        Raises:
            TypeError: The elements have another structure or other types.
        """
        if structure.common(self._spec, dataset.element_spec) is None:
            raise TypeError(
                f"Iterator.make_initializer: the iterator has elements {self._spec}, the "
                f"dataset {dataset.element_spec}."
            )
        return _initializer(dataset, self._resource, name)

    def get_next(self, name: str | None = None) -> Any:
        """The next element: tensors that give another one in each run."""
        tensors = iterating.get_next_op(self._resource, name=name, **self._described)
        return structure.packer(self._spec)(tensors)

    def get_next_as_optional(self) -> Optional:
        """The next element, or nothing, as an optional."""
        variant = iterating.get_next_as_optional_op(self._resource, **self._described)
        return Optional._of(variant, self._spec)

    def string_handle(self, name: str | None = None) -> Any:
        """A string scalar that names the iterator, for `from_string_handle`."""
        return iterating.to_string_handle_op(self._resource, name=name)

    @property
    def element_spec(self) -> Any:
        """The specs of an element, in its structure."""
        return self._spec

    @property
    def output_types(self) -> Any:
        """The dtypes of an element, in its structure."""
        return get_output_types(self)

    @property
    def output_shapes(self) -> Any:
        """The shapes of an element, in its structure."""
        return get_output_shapes(self)

    @property
    def output_classes(self) -> Any:
        """The classes of an element, in its structure."""
        return get_output_classes(self)


class Dataset(datasets.Dataset):
    """A dataset, with the methods that 1.x programs call besides those of 2.x.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     following = tf.data.Dataset.range(3).make_one_shot_iterator().get_next()
        ...     print([sess.run(following) for _ in range(3)])
        [np.int64(0), np.int64(1), np.int64(2)]
    """

    __module__ = "tensorbrook.compat.v1.data"

    @property
    def output_types(self) -> Any:
        """The dtypes of an element, in its structure."""
        return get_output_types(self)

    @property
    def output_shapes(self) -> Any:
        """The shapes of an element, in its structure."""
        return get_output_shapes(self)

    @property
    def output_classes(self) -> Any:
        """The classes of an element, in its structure."""
        return get_output_classes(self)

    def make_one_shot_iterator(self) -> Any:
        """See `tf.compat.v1.data.make_one_shot_iterator`."""
        return make_one_shot_iterator(self)

    def make_initializable_iterator(self, shared_name: str | None = None) -> Any:
        """See `tf.compat.v1.data.make_initializable_iterator`."""
        return make_initializable_iterator(self, shared_name)

    def map_with_legacy_function(
        self,
        map_func: Callable[..., Any],
        num_parallel_calls: Any = None,
        deterministic: Any = None,
        use_unbounded_threadpool: bool = False,
    ) -> Any:
        """See `map`."""
        del use_unbounded_threadpool
        return self.map(map_func, num_parallel_calls, deterministic)

    def filter_with_legacy_function(self, predicate: Callable[..., Any]) -> Any:
        """See `filter`."""
        return self.filter(predicate)

    @staticmethod
    def from_sparse_tensor_slices(sparse_tensor: Any) -> Any:
        """The rows of a sparse tensor.

        Args:
            sparse_tensor: A `tf.SparseTensor`.
        """
        return Dataset.from_tensor_slices(sparse_tensor)


Dataset._family = Dataset


class _FromSource(Dataset):
    """A dataset that its class makes, as 1.x knows it."""

    _of_2x: type[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        made = self._of_2x(*args, **kwargs)
        self._setup(made._variant, made._spec, made._kind, made._options)


class TextLineDataset(_FromSource):
    """See `tf.data.TextLineDataset`."""

    __module__ = "tensorbrook.compat.v1.data"
    _of_2x = datasets.TextLineDataset


class TFRecordDataset(_FromSource):
    """See `tf.data.TFRecordDataset`."""

    __module__ = "tensorbrook.compat.v1.data"
    _of_2x = datasets.TFRecordDataset


class FixedLengthRecordDataset(_FromSource):
    """See `tf.data.FixedLengthRecordDataset`."""

    __module__ = "tensorbrook.compat.v1.data"
    _of_2x = datasets.FixedLengthRecordDataset


class CsvDataset(_FromSource):
    """See `tf.data.experimental.CsvDataset`."""

    __module__ = "tensorbrook.compat.v1.data.experimental"
    _of_2x = datasets.CsvDataset


class SqlDataset(_FromSource):
    """See `tf.data.experimental.SqlDataset`."""

    __module__ = "tensorbrook.compat.v1.data.experimental"
    _of_2x = reading.SqlDataset


class RandomDataset(_FromSource):
    """See `tf.data.experimental.RandomDataset`."""

    __module__ = "tensorbrook.compat.v1.data.experimental"
    _of_2x = experimental.RandomDataset


def _factory(variant: Any) -> FuncGraph:
    """A function without arguments that makes the dataset, with a copy of its nodes.

    Raises:
        ValueError: The dataset depends on a placeholder.
    """
    graph = FuncGraph("dataset_factory")
    known: dict[int, Any] = {}
    with graph.as_default():
        for node in needed_operations([], [variant], ()):
            if node.type == "Placeholder":
                raise ValueError(
                    "make_one_shot_iterator: the dataset depends on the placeholder "
                    f"{node.name!r}; use make_initializable_iterator."
                )
            inputs = [known[id(tensor)] for tensor in node.inputs]
            outputs = graph.replay(node, inputs, None)
            pairs = zip(node.outputs, outputs, strict=True)
            known.update((id(outer), inner) for outer, inner in pairs)
        graph.outputs = [known[id(variant)]]
    return graph


def make_one_shot_iterator(dataset: Any) -> Any:
    """An iterator that begins by itself and runs through a dataset once.

    Args:
        dataset: It must not depend on placeholders or variables.

    Returns:
        An iterator; an eager one where eager execution is on.

    Example:
        >>> import tensorbrook as tf
        >>> it = tf.compat.v1.data.make_one_shot_iterator(tf.data.Dataset.range(2))
        >>> int(it.get_next())
        0
    """
    if current.interpreter.executing_eagerly:
        return OwnedIterator(dataset)
    spec = dataset.element_spec
    resource = iterating.one_shot_iterator_op(
        dataset_factory=_factory(dataset._variant), **structure.types_and_shapes(spec)
    )
    get_default_graph().add_to_collection(GLOBAL_ITERATORS, resource)
    return Iterator._of(resource, None, spec)


def make_initializable_iterator(dataset: Any, shared_name: str | None = None) -> Any:
    """An iterator that begins when its initializer runs.

    Args:
        dataset: It may depend on placeholders, which are fed to the initializer.
        shared_name: A name under which sessions share it.

    Returns:
        An iterator.

    Raises:
        RuntimeError: Eager execution is on.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     stop = tf.placeholder(tf.int64, [])
        ...     dataset = tf.data.Dataset.range(stop)
        ...     iterator = tf.data.make_initializable_iterator(dataset)
        ...     sess.run(iterator.initializer, {stop: 5})
        ...     print(sess.run(iterator.get_next()))
        0
    """
    if current.interpreter.executing_eagerly:
        raise RuntimeError(
            "dataset.make_initializable_iterator is not supported when eager execution "
            "is enabled. Use `for element in dataset` instead."
        )
    spec = dataset.element_spec
    resource = _handle(spec, shared_name)
    return Iterator._of(resource, _initializer(dataset, resource, None), spec)


def _handle(spec: Any, shared_name: str | None) -> Any:
    handle = iterating.iterator_op(
        shared_name=shared_name or "", container="", **structure.types_and_shapes(spec)
    )
    get_default_graph().add_to_collection(GLOBAL_ITERATORS, handle)
    return handle


def _initializer(dataset: Any, resource: Any, name: str | None) -> Any:
    return iterating.make_iterator_op(dataset._variant, resource, name=name)


def get_output_types(dataset_or_iterator: Any) -> Any:
    """The dtypes of the elements of a dataset or an iterator, in their structure.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.data.get_output_types(tf.data.Dataset.range(3))
        tf.int64
    """
    return nest.map_structure(lambda leaf: leaf.dtype, _spec_of(dataset_or_iterator))


def get_output_shapes(dataset_or_iterator: Any) -> Any:
    """The shapes of the elements of a dataset or an iterator, in their structure.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.data.get_output_shapes(tf.data.Dataset.range(3).batch(2)).as_list()
        [None]
    """
    return nest.map_structure(lambda leaf: leaf.shape, _spec_of(dataset_or_iterator))


def get_output_classes(dataset_or_iterator: Any) -> Any:
    """The classes of the elements of a dataset or an iterator, in their structure.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.data.get_output_classes(tf.data.Dataset.range(3)) is tf.Tensor
        True
    """
    return nest.map_structure(_class_of, _spec_of(dataset_or_iterator))


def _class_of(leaf: Any) -> type[Any]:
    if isinstance(leaf, TensorSpec):
        return Tensor
    kind: type[Any] = leaf.value_type
    return kind


def _spec_of(dataset_or_iterator: Any) -> Any:
    try:
        return dataset_or_iterator.element_spec
    except AttributeError:
        raise TypeError(
            f"A dataset or an iterator was expected, got {dataset_or_iterator!r}."
        ) from None
