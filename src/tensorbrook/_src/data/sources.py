"""Where datasets come from: tensors, ranges, generators, files, and other datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import files, structure
from tensorbrook._src.data.base import DatasetBase, boolean, int64, seeds
from tensorbrook._src.data.generator import GeneratorFunctions
from tensorbrook._src.data.selection import random_choices
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.datasets import ordering, sources
from tensorbrook._src.ops.datasets.seeds import seed_generator_op

_NUMBER = TensorSpec([], dtypes.int64)


class Sources(DatasetBase):
    """from_tensors, from_tensor_slices, from_generator, range, random, zip, list_files."""

    @classmethod
    def from_tensors(cls, tensors: Any, name: str | None = None) -> Any:
        """A dataset with one element.

        Args:
            tensors: The element: anything that can be tensors, in any structure.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> [e.numpy().tolist() for e in tf.data.Dataset.from_tensors([1, 2])]
            [[1, 2]]
        """
        element = structure.normalized(tensors)
        spec = structure.spec_of(element)
        described = structure.types_and_shapes(spec)
        variant = sources.tensor_op(
            structure.flat_tensors(spec, element),
            output_shapes=described["output_shapes"],
            name=name,
        )
        return cls._of(variant, spec, "_TensorDataset")

    @classmethod
    def from_tensor_slices(cls, tensors: Any, name: str | None = None) -> Any:
        """A dataset of the slices of tensors along their first axis.

        Args:
            tensors: Tensors (or what can become such) of one first size, in any
                structure.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            ValueError: A tensor is a scalar, or the first sizes differ.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.from_tensor_slices(([1, 2], ["a", "b"]))
            >>> [(int(n), s.numpy()) for n, s in ds]
            [(1, b'a'), (2, b'b')]
        """
        element = structure.normalized(tensors)
        whole = structure.spec_of(element)
        if not structure.is_dense(whole):
            return cls.from_tensors(element, name).unbatch()
        _require_one_length(whole)
        spec = structure.unbatched(whole)
        described = structure.types_and_shapes(spec)
        variant = sources.slices_op(
            structure.flat_tensors(whole, element),
            output_shapes=described["output_shapes"],
            name=name,
        )
        return cls._of(variant, spec, "_TensorSliceDataset")

    @classmethod
    def from_generator(
        cls,
        generator: Callable[..., Iterable[Any]],
        output_types: Any = None,
        output_shapes: Any = None,
        args: Any = None,
        output_signature: Any = None,
        name: str | None = None,
    ) -> Any:
        """A dataset of what a Python generator yields.

        Args:
            generator: Returns an iterable; called at the start of each iteration.
            output_types: The dtypes of an element, in its structure.
            output_shapes: Their shapes; unknown by default.
            args: Tensors for `generator`, which gets them as NumPy arrays.
            output_signature: Or, instead of types and shapes: the specs.
            name: Name of the operation.

        Returns:
            A dataset.

        Raises:
            TypeError: `generator` can't be called, or types and signature are missing
                or both given.

        Example:
            >>> import tensorbrook as tf
            >>> def count():
            ...     yield from range(3)
            >>> ds = tf.data.Dataset.from_generator(
            ...     count, output_signature=tf.TensorSpec([], tf.int32))
            >>> [int(n) for n in ds]
            [0, 1, 2]
        """
        if not callable(generator):
            raise TypeError(
                "Dataset.from_generator: `generator` must be a Python callable."
            )
        if (output_types is None) == (output_signature is None):
            raise TypeError(
                "Dataset.from_generator needs either `output_types` (and perhaps "
                "`output_shapes`) or `output_signature`."
            )
        spec = output_signature
        if output_types is not None:
            types = nest.map_structure(dtypes.as_dtype, output_types)
            spec = structure.described(types, output_shapes)
        if output_signature is not None and output_shapes is not None:
            raise TypeError(
                "Dataset.from_generator: `output_shapes` goes with `output_types`, not "
                "with `output_signature`."
            )
        functions = GeneratorFunctions(generator, args, spec)
        described = structure.types_and_shapes(spec)
        variant = sources.generator_op(
            [],
            [],
            [],
            init_func=functions.start,
            next_func=functions.following,
            finalize_func=functions.finish,
            name=name,
            **described,
        )
        return cls._of(variant, spec, "_FlatMapDataset")

    @classmethod
    def range(cls, *args: Any, **kwargs: Any) -> Any:
        """The numbers of an arithmetic progression.

        Args:
            *args: `stop`, or `start, stop`, or `start, stop, step`; int64 scalars.
            **kwargs: `output_type`, a dtype (int64 by default), and `name`.

        Returns:
            A dataset of scalars.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(1, 8, 3)]
            [1, 4, 7]
        """
        unknown = set(kwargs) - {"output_type", "name"}
        if unknown or not 1 <= len(args) <= 3:
            raise (TypeError if unknown else ValueError)(
                "Dataset.range takes one to three integers and the keywords "
                f"`output_type` and `name`. Received: {args}, {kwargs}."
            )
        start, stop, step = {
            1: lambda: (0, args[0], 1),
            2: lambda: (*args, 1),
            3: lambda: args,
        }[len(args)]()
        spec = TensorSpec([], kwargs.get("output_type", dtypes.int64))
        variant = sources.range_op(
            int64(start, "start"),
            int64(stop, "stop"),
            int64(step, "step"),
            name=kwargs.get("name"),
            **structure.types_and_shapes(spec),
        )
        return cls._of(variant, spec, "_RangeDataset")

    @classmethod
    def counter(
        cls,
        start: Any = 0,
        step: Any = 1,
        dtype: Any = dtypes.int64,
        name: str | None = None,
    ) -> Any:
        """The numbers from `start` on, without end.

        Args:
            start: The first number.
            step: The difference from each to the next.
            dtype: The type of the elements.
            name: Name of the operation.

        Returns:
            A dataset of scalars.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.counter(5, 2).take(3)]
            [5, 7, 9]
        """
        begin = convert_to_tensor(start, dtype, name="start")
        stride = convert_to_tensor(step, dtype, name="step")

        def following(state: Any, _: Any) -> Any:
            return state + stride, state

        return cls.from_tensors(0).repeat().scan(begin, following, name=name)

    @classmethod
    def random(
        cls,
        seed: Any = None,
        rerandomize_each_iteration: bool | None = None,
        name: str | None = None,
    ) -> Any:
        """Random numbers from 0 to 2**32 - 1, without end.

        Args:
            seed: Seed of the operation; see `tf.random.set_seed`.
            rerandomize_each_iteration: Whether each iteration has numbers of its own.
            name: Name of the operation.

        Returns:
            A dataset of int64 scalars; with equal seeds the numbers are TensorFlow's.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.random(seed=4).take(2)]
            [3128586565, 2023892699]
        """
        first, second = seeds(seed)
        fresh = bool(rerandomize_each_iteration)
        generator = seed_generator_op(first, second, boolean(True)).handle
        variant = sources.random_op(
            first,
            second,
            generator,
            rerandomize_each_iteration=fresh,
            name=name,
            **structure.types_and_shapes(_NUMBER),
        )
        return cls._of(variant, _NUMBER, "_RandomDataset")

    @classmethod
    def zip(cls, *args: Any, datasets: Any = None, name: str | None = None) -> Any:
        """Elements of several datasets side by side, until the shortest ends.

        Args:
            *args: Datasets, or one nested structure of datasets.
            datasets: The structure, by name.
            name: Name of the operation.

        Returns:
            A dataset whose elements have the structure of the arguments.

        Raises:
            TypeError: Something isn't a dataset, or nothing is given.

        Example:
            >>> import tensorbrook as tf
            >>> a, b = tf.data.Dataset.range(3), tf.data.Dataset.range(5, 9)
            >>> [(int(x), int(y)) for x, y in tf.data.Dataset.zip(a, b)]
            [(0, 5), (1, 6), (2, 7)]
        """
        if not args and datasets is None:
            raise TypeError("Must pass at least one dataset to `zip`.")
        if args and datasets is not None:
            raise TypeError("Both `*args` and `datasets` cannot be set.")
        if len(args) == 1:
            datasets = args[0]
        elif args:
            datasets = args
        parts = _datasets_in(datasets)
        spec = nest.map_structure(lambda part: part.element_spec, datasets)
        variant = ordering.zip_op(
            [part._variant for part in parts],
            name=name,
            **structure.types_and_shapes(spec),
        )
        options = parts[0]._options
        for part in parts[1:]:
            options = options.merge(part._options)
        return cls._of(variant, spec, "_ZipDataset", options)

    @classmethod
    def choose_from_datasets(
        cls,
        datasets: Any,
        choice_dataset: Any,
        stop_on_empty_dataset: bool = True,
    ) -> Any:
        """Elements of several datasets, in the order that a dataset of numbers gives.

        Args:
            datasets: A list of datasets with elements of one structure.
            choice_dataset: A dataset of int64 scalars: which dataset is next.
            stop_on_empty_dataset: Whether to end with the first dataset that ends;
                otherwise ended ones are passed over.

        Returns:
            A dataset.

        Raises:
            TypeError: The datasets don't fit together, or the choices aren't int64
                scalars.

        Example:
            >>> import tensorbrook as tf
            >>> a, b = tf.data.Dataset.range(3), tf.data.Dataset.range(10, 13)
            >>> which = tf.data.Dataset.from_tensor_slices(tf.constant([1, 0], tf.int64))
            >>> ds = tf.data.Dataset.choose_from_datasets([a, b], which)
            >>> [int(n) for n in ds]
            [10, 0]
        """
        if not datasets:
            raise ValueError("Invalid `datasets`. `datasets` should not be empty.")
        fits = choice_dataset.element_spec
        if getattr(fits, "dtype", None) is not dtypes.int64 or fits.shape.rank != 0:
            raise TypeError(
                "Dataset.choose_from_datasets: `choice_dataset` must hold int64 scalars, "
                f"not {fits}."
            )
        spec = datasets[0].element_spec
        for other in datasets[1:]:
            spec = structure.common(spec, other.element_spec)
            if spec is None:
                raise TypeError(
                    "Dataset.choose_from_datasets: the datasets have different elements: "
                    f"{datasets[0].element_spec} and {other.element_spec}."
                )
        variant = ordering.directed_op(
            choice_dataset._variant,
            [dataset._variant for dataset in datasets],
            stop_on_empty_dataset=stop_on_empty_dataset,
            **structure.types_and_shapes(spec),
        )
        return cls._of(variant, spec, "_DirectedInterleaveDataset")

    @classmethod
    def sample_from_datasets(
        cls,
        datasets: Any,
        weights: Any = None,
        seed: Any = None,
        stop_on_empty_dataset: bool = False,
        rerandomize_each_iteration: bool | None = None,
    ) -> Any:
        """Elements of several datasets, chosen at random.

        Args:
            datasets: A list of datasets with elements of one structure.
            weights: How often each is chosen: a vector, or a dataset of vectors; evenly
                by default.
            seed: Seed of the operation.
            stop_on_empty_dataset: Whether to end with the first dataset that ends.
            rerandomize_each_iteration: Whether each iteration chooses anew.

        Returns:
            A dataset.

        Raises:
            ValueError: The number of weights isn't that of the datasets.

        Example:
            >>> import tensorbrook as tf
            >>> a, b = tf.data.Dataset.range(2), tf.data.Dataset.range(10, 12)
            >>> ds = tf.data.Dataset.sample_from_datasets([a, b], weights=[0.0, 1.0])
            >>> [int(n) for n in ds.take(2)]
            [10, 11]
        """
        if not datasets:
            raise ValueError("Invalid `datasets`. `datasets` should not be empty.")
        choices = random_choices(
            cls, len(datasets), weights, seed, rerandomize_each_iteration
        )
        return cls.choose_from_datasets(datasets, choices, stop_on_empty_dataset)

    @classmethod
    def list_files(
        cls,
        file_pattern: Any,
        shuffle: bool | None = None,
        seed: Any = None,
        name: str | None = None,
    ) -> Any:
        """The names of files that match patterns.

        Args:
            file_pattern: A pattern or several, with `*`, `?` and `[...]`.
            shuffle: Whether in random order, which is the default.
            seed: Seed of that order.
            name: Name of the operation.

        Returns:
            A dataset of strings.

        Raises:
            errors.InvalidArgumentError: Nothing matches.

        Example:
            >>> import pathlib, tempfile, tensorbrook as tf
            >>> folder = pathlib.Path(tempfile.mkdtemp())
            >>> _ = (folder / "a.txt").write_text("x")
            >>> ds = tf.data.Dataset.list_files(str(folder / "*.txt"))
            >>> [pathlib.Path(f.numpy().decode()).name for f in ds]
            ['a.txt']
        """
        del name
        patterns = convert_to_tensor(file_pattern, dtypes.string)
        found = files.matching(patterns)
        dataset = cls.from_tensor_slices(constant(np.array(found, object)))
        if shuffle is False:
            return dataset
        return dataset.shuffle(len(found), seed=seed)


def _require_one_length(whole: Any) -> None:
    first: Any = None
    for leaf in nest.flatten(whole):
        dims = leaf.shape._dims
        if dims == ():
            raise ValueError("Unbatching a tensor is only supported for rank >= 1")
        size = None if dims is None else dims[0]
        if first is not None and size is not None and size != first:
            raise ValueError(
                f"Dimensions {first} and {size} are not compatible: all tensors given to "
                "Dataset.from_tensor_slices must have the same first dimension."
            )
        first = size if first is None else first


def _datasets_in(structure_of_datasets: Any) -> list[Any]:
    parts = nest.flatten(structure_of_datasets)
    for part in parts:
        if isinstance(part, DatasetBase):
            continue
        if isinstance(part, Tensor) or not isinstance(part, list):
            raise TypeError(
                "Invalid input to `zip`. Inputs are expected to be (nested) structures "
                "of `tf.data.Dataset` objects but encountered object of type "
                f"{type(part)}."
            )
    return parts
