"""Methods of datasets that pass elements through functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.data import structure
from tensorbrook._src.data.base import DatasetBase, int64
from tensorbrook._src.data.functions import ElementFunction, traced
from tensorbrook._src.data.spec import DatasetSpec
from tensorbrook._src.ops.datasets import iterating, mapping

_CYCLE = 16  # datasets that interleave takes from at once where nothing was said


class Transforming(DatasetBase):
    """map, filter, flat_map, interleave, scan, take_while, reduce, apply."""

    def map(
        self,
        map_func: Callable[..., Any],
        num_parallel_calls: Any = None,
        deterministic: Any = None,
        synchronous: Any = None,
        use_unbounded_threadpool: bool = False,
        name: str | None = None,
    ) -> Any:
        """The results of a function of each element.

        Args:
            map_func: Gets one element (a tuple as several arguments); traced once.
            num_parallel_calls: How many calls may run at once, or `tf.data.AUTOTUNE`;
                threads are used where a call takes long enough to repay them.
            deterministic: Whether the order must be kept; by default it is.
            synchronous: Whether to forbid running ahead.
            use_unbounded_threadpool: Accepted for compatibility.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            TypeError: `map_func` returns something that isn't made of tensors.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(3).map(lambda n: n * n)
            >>> [int(n) for n in ds]
            [0, 1, 4]
        """
        function = ElementFunction(map_func, self._spec, "map")
        parallel = num_parallel_calls is not None and not synchronous
        kept = dict(f=function.graph, preserve_cardinality=True, name=name)
        if not parallel:
            return self._derive(
                mapping.map_op,
                "_MapDataset",
                function.spec,
                function.captured,
                **kept,
            )
        if deterministic is None:
            deterministic = self._options.deterministic
        words = {None: "default", True: "true", False: "false"}
        return self._derive(
            mapping.parallel_map_op,
            "_ParallelMapDataset",
            function.spec,
            function.captured,
            int64(num_parallel_calls, "num_parallel_calls"),
            deterministic=words[deterministic],
            use_unbounded_threadpool=use_unbounded_threadpool,
            **kept,
        )

    def filter(self, predicate: Callable[..., Any], name: str | None = None) -> Any:
        """The elements for which a predicate holds.

        Args:
            predicate: Gets one element and returns a boolean scalar.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            ValueError: `predicate` doesn't return a boolean scalar.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(6).filter(lambda n: n % 2 == 0)]
            [0, 2, 4]
        """
        function = ElementFunction(predicate, self._spec, "filter")
        function.require_scalar(dtypes.bool, "Dataset.filter: `predicate`")
        return self._derive(
            mapping.filter_op,
            "_FilterDataset",
            self._spec,
            function.captured,
            predicate=function.graph,
            name=name,
        )

    def take_while(self, predicate: Callable[..., Any], name: str | None = None) -> Any:
        """The elements before the first one for which a predicate doesn't hold.

        Args:
            predicate: Gets one element and returns a boolean scalar.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(9).take_while(lambda n: n < 3)]
            [0, 1, 2]
        """
        function = ElementFunction(predicate, self._spec, "take_while")
        function.require_scalar(dtypes.bool, "Dataset.take_while: `predicate`")
        return self._derive(
            mapping.take_while_op,
            "_TakeWhileDataset",
            self._spec,
            function.captured,
            predicate=function.graph,
            name=name,
        )

    def flat_map(self, map_func: Callable[..., Any], name: str | None = None) -> Any:
        """The elements of the datasets that a function of each element returns.

        Args:
            map_func: Gets one element and returns a dataset.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            TypeError: `map_func` doesn't return a dataset.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(3).flat_map(tf.data.Dataset.range)
            >>> [int(n) for n in ds]
            [0, 0, 1]
        """
        function = self._to_datasets(map_func, "flat_map")
        return self._derive(
            mapping.flat_map_op,
            "_FlatMapDataset",
            function.spec.element_spec,
            function.captured,
            f=function.graph,
            name=name,
        )

    def _to_datasets(self, map_func: Callable[..., Any], what: str) -> ElementFunction:
        function = ElementFunction(map_func, self._spec, what)
        if not isinstance(function.spec, DatasetSpec):
            raise TypeError(
                f"Dataset.{what}: `map_func` must return a `tf.data.Dataset`, but it "
                f"returns {function.spec}."
            )
        return function

    def interleave(
        self,
        map_func: Callable[..., Any],
        cycle_length: Any = None,
        block_length: Any = None,
        num_parallel_calls: Any = None,
        deterministic: Any = None,
        name: str | None = None,
    ) -> Any:
        """The elements of the datasets that a function returns, from several in turn.

        Args:
            map_func: Gets one element and returns a dataset.
            cycle_length: How many datasets to take from at once.
            block_length: How many elements to take from each at a time; 1 by default.
            num_parallel_calls: Accepted; the order doesn't depend on it.
            deterministic: Accepted; the order is always the same.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(1, 4).interleave(
            ...     lambda n: tf.data.Dataset.from_tensors(n).repeat(2), cycle_length=2)
            >>> [int(n) for n in ds]
            [1, 2, 1, 2, 3, 3]
        """
        del deterministic
        function = self._to_datasets(map_func, "interleave")
        cycle = _CYCLE if cycle_length is None else cycle_length
        if isinstance(cycle, int) and cycle == -1:
            cycle = _CYCLE
        block = 1 if block_length is None else block_length
        inputs = [function.captured, int64(cycle), int64(block)]
        op, kind = mapping.interleave_op, "_InterleaveDataset"
        if num_parallel_calls is not None:
            op, kind = mapping.parallel_interleave_op, "_ParallelInterleaveDataset"
            inputs += [int64(-1), int64(-1), int64(num_parallel_calls)]
        return self._derive(
            op,
            kind,
            function.spec.element_spec,
            *inputs,
            f=function.graph,
            name=name,
        )

    def scan(
        self,
        initial_state: Any,
        scan_func: Callable[..., Any],
        name: str | None = None,
    ) -> Any:
        """A function of a state and each element; it gives the next state and a result.

        Args:
            initial_state: The first state: tensors in any structure.
            scan_func: Maps (state, element) to (next state, result).
            name: Name of the operation.

        Returns:
            A dataset of the results.

        Raises:
            TypeError: `scan_func` doesn't return a pair, or changes the state's type.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(4).scan(
            ...     tf.constant(0, tf.int64), lambda total, n: (total + n, total + n))
            >>> [int(n) for n in ds]
            [0, 1, 3, 6]
        """
        state = structure.normalized(initial_state)
        spec = structure.spec_of(state)
        while True:
            function = traced(scan_func, [spec, self._spec], "scan")
            if type(function.spec) is not tuple or len(function.spec) != 2:
                raise TypeError(
                    "Dataset.scan: `scan_func` must return a pair (new state, result), "
                    f"but it returns {function.spec}."
                )
            following = _state_after(spec, function.spec[0], "scan")
            if following == spec:
                break
            spec = following
        return self._derive(
            mapping.scan_op,
            "_ScanDataset",
            function.spec[1],
            structure.flat_tensors(spec, state),
            function.captured,
            f=function.graph,
            preserve_cardinality=True,
            name=name,
        )

    def reduce(
        self,
        initial_state: Any,
        reduce_func: Callable[..., Any],
        name: str | None = None,
    ) -> Any:
        """Folds all elements into a state.

        Args:
            initial_state: The first state: tensors in any structure.
            reduce_func: Maps (state, element) to the next state.
            name: Name of the operation.

        Returns:
            The last state.

        Raises:
            TypeError: `reduce_func` changes the type or structure of the state.

        Example:
            >>> import tensorbrook as tf
            >>> tf.data.Dataset.range(5).reduce(
            ...     tf.constant(0, tf.int64), lambda total, n: total + n).numpy()
            np.int64(10)
        """
        state = structure.normalized(initial_state)
        spec = structure.spec_of(state)
        while True:
            function = traced(reduce_func, [spec, self._spec], "reduce")
            following = _state_after(spec, function.spec, "reduce")
            if following == spec:
                break
            spec = following
        results = iterating.reduce_op(
            self._variant,
            structure.flat_tensors(spec, state),
            function.captured,
            f=function.graph,
            name=name,
            **structure.types_and_shapes(spec),
        )
        return structure.packer(spec)(results)

    def apply(self, transformation_func: Callable[..., Any]) -> Any:
        """What a function of this dataset returns.

        Args:
            transformation_func: Gets the dataset and returns a dataset.

        Returns:
            The dataset that it returns.

        Raises:
            TypeError: It returns something else.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(9).apply(lambda d: d.filter(lambda n: n < 2))
            >>> [int(n) for n in ds]
            [0, 1]
        """
        made = transformation_func(self)
        if not isinstance(made, DatasetBase):
            raise TypeError(
                "Dataset.apply: `transformation_func` must return a `tf.data.Dataset`. "
                f"It returned {made!r}."
            )
        return made

    def ignore_errors(self, log_warning: bool = False, name: str | None = None) -> Any:
        """The elements that can be computed; a failing one is left out.

        Args:
            log_warning: Whether to log what was left out.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.from_tensor_slices([1, 0, 2]).map(lambda n: 4 // n)
            >>> [int(n) for n in ds.ignore_errors()]
            [4, 2]
        """
        return self._derive(
            mapping.ignore_errors_op,
            "_IgnoreErrorsDataset",
            self._spec,
            log_warning=log_warning,
            name=name,
        )

    def get_single_element(self, name: str | None = None) -> Any:
        """The element of a dataset that has just one.

        Args:
            name: Name of the operation.

        Returns:
            The element.

        Raises:
            errors.InvalidArgumentError: There are none, or several.

        Example:
            >>> import tensorbrook as tf
            >>> tf.data.Dataset.range(5).batch(5).get_single_element().numpy()
            array([0, 1, 2, 3, 4])
        """
        tensors = iterating.single_element_op(
            self._variant, name=name, **structure.types_and_shapes(self._spec)
        )
        return structure.packer(self._spec)(tensors)


def _state_after(before: Any, after: Any, what: str) -> Any:
    """The spec of a state that covers what a step takes and gives.

    Raises:
        TypeError: The step changes the structure or a type.
    """
    try:
        nest.assert_same_structure(before, after)
    except (TypeError, ValueError) as problem:
        raise TypeError(
            f"Dataset.{what}: the function must return a state of the structure that it "
            f"takes. It takes {before} and returns {after}."
        ) from problem
    leaves = []
    pairs = zip(nest.flatten(before), nest.flatten(after), strict=True)
    for one, other in pairs:
        if getattr(one, "dtype", None) is not getattr(other, "dtype", None):
            raise TypeError(
                f"Dataset.{what}: the function must return a state of the types that it "
                f"takes. It takes {one} and returns {other}."
            )
        covering = one.most_specific_common_supertype([other])
        if covering is None:
            raise TypeError(f"Dataset.{what}: the state changes from {one} to {other}.")
        leaves.append(covering)
    return nest.pack_sequence_as(before, leaves)
