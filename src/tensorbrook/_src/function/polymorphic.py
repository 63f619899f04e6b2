"""`tf.function`: a Python function that is traced once for each kind of arguments."""

from __future__ import annotations

import functools
import inspect
import operator
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.function.autograph import conversion
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.function.function_type import FunctionType, of_signature
from tensorbrook._src.function.tracing import trace
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.ops.constant import convert_to_tensor

_MOST_FAST = 1024  # kinds of arguments whose trace is found without a look at them

_run_eagerly = False


def run_functions_eagerly(run_eagerly: bool) -> None:
    """Makes every `tf.function` run as plain Python, for debugging.

    Args:
        run_eagerly: Whether to.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.run_functions_eagerly(False)
    """
    global _run_eagerly
    _run_eagerly = bool(run_eagerly)


def functions_run_eagerly() -> bool:
    """Whether every `tf.function` runs as plain Python.

    Returns:
        What `run_functions_eagerly` was told last.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.functions_run_eagerly()
        False
    """
    return _run_eagerly


class PolymorphicFunction:
    """What `tf.function` returns: call it like the Python function that it wraps."""

    __module__ = "tensorbrook"

    def __init__(
        self,
        python_function: Callable[..., Any],
        name: str,
        input_signature: Any = None,
        autograph: bool = True,
        jit_compile: bool | None = None,
        reduce_retracing: bool = False,
        autograph_options: Any = None,
    ) -> None:
        self._python_function = python_function
        self._name = name
        self._input_signature = (
            None if input_signature is None else _signature(input_signature)
        )
        self._autograph = autograph
        self._autograph_options = autograph_options
        self._jit_compile = bool(jit_compile)
        self._reduce_retracing = reduce_retracing
        self._concrete: dict[Any, ConcreteFunction] = {}
        self._fast: dict[Any, ConcreteFunction] = {}
        self._relaxed: dict[Any, list[tuple[list[TypeSpec], ConcreteFunction]]] = {}
        self._bound: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        self._trace_count = 0
        self._created: list[Any] = []
        functools.update_wrapper(self, python_function, updated=())

    # --- what it is ------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The name of the Python function."""
        return self._name

    @property
    def python_function(self) -> Callable[..., Any]:
        """The Python function that is traced."""
        return self._python_function

    @property
    def input_signature(self) -> Any:
        """The specs that were given, or None."""
        return self._input_signature

    @property
    def function_spec(self) -> inspect.Signature:
        """The Python signature."""
        return self._signature

    @property
    def function_type(self) -> FunctionType:
        """The Python signature, as it is before anything is traced."""
        return of_signature(self._signature)

    def experimental_get_compiler_ir(
        self, *args: Any, **kwargs: Any
    ) -> Callable[..., Any]:
        """What XLA makes of the trace for these arguments.

        Args:
            *args: Arguments of a call.
            **kwargs: Keyword arguments of a call.

        Returns:
            A function of the stage: "hlo" (by default), "stablehlo" or "optimized_hlo".

        Raises:
            ValueError: The function isn't made with `jit_compile=True`.

        Example:
            >>> import tensorbrook as tf
            >>> double = tf.function(lambda x: x + x, jit_compile=True)
            >>> text = double.experimental_get_compiler_ir(tf.ones([3]))("hlo")
            >>> "f32[3]" in text
            True
        """
        if not self._jit_compile:
            raise ValueError(
                "Compiler IR can only be returned for functions marked with "
                "'jit_compile=True'"
            )
        concrete, tensors = self._concrete_for(args, kwargs)
        return concrete.compiler_text(tensors)

    @functools.cached_property
    def _signature(self) -> inspect.Signature:
        return inspect.signature(self._python_function)

    def experimental_get_tracing_count(self) -> int:
        """How often the Python function was traced."""
        return self._trace_count

    def pretty_printed_concrete_signatures(self, verbose: bool = True) -> str:
        """The signatures of all traces, one in a paragraph."""
        found = {id(c): c for c in self._concrete.values()}
        return "\n\n".join(c.pretty_printed_signature(verbose) for c in found.values())

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        try:
            known = self._bound.get(instance)
        except TypeError:  # instances that can't be referred to weakly or hashed
            return self._for(instance)
        if known is None:
            known = self._bound[instance] = self._for(instance)
        return known

    def _for(self, instance: Any) -> PolymorphicFunction:
        method = self._python_function.__get__(instance)
        return PolymorphicFunction(
            method,
            self._name,
            self._input_signature,
            self._autograph,
            self._jit_compile,
            self._reduce_retracing,
            self._autograph_options,
        )

    # --- calling ---------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the trace that fits the arguments; traces first where there is none."""
        if not kwargs and current.interpreter is eager and not _run_eagerly:
            key = tuple(
                [
                    (x._dtype_code, x._shape_tuple) if type(x) is EagerTensor else None
                    for x in args
                ]
            )
            concrete = self._fast.get(key)
            if concrete is not None:
                return concrete.call_flat(args) if current.tapes else concrete.run(args)
        if _run_eagerly:
            return self._python_function(*args, **kwargs)
        concrete, tensors = self._concrete_for(args, kwargs)
        if not kwargs and len(tensors) == len(args) and current.interpreter is eager:
            as_given = all(map(operator.is_, tensors, args))  # nothing was converted
            if as_given and None not in key and len(self._fast) < _MOST_FAST:
                self._fast[key] = concrete
        return concrete.call_flat(tensors)

    def get_concrete_function(self, *args: Any, **kwargs: Any) -> ConcreteFunction:
        """The trace for arguments of these kinds, which may be given as specs.

        Returns:
            A `ConcreteFunction`.

        Raises:
            ValueError: The arguments contradict the input signature.
        """
        if self._input_signature is not None and not args and not kwargs:
            args = self._input_signature
        return self._concrete_for(args, kwargs)[0]

    def _concrete_for(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[ConcreteFunction, list[Any]]:
        args, kwargs = self._bind(args, kwargs)
        if self._input_signature is not None:
            args = self._apply_signature(args)
        tensors: list[Any] = []
        specs: list[TypeSpec] = []
        key_parts: list[Any] = []

        def spec_of(leaf: Any) -> Any:
            spec, parts, key_part = _leaf(leaf)
            key_parts.append(key_part)
            if spec is None:
                return leaf
            specs.append(spec)
            tensors.extend(parts)
            return spec

        expanded = _map_leaves(spec_of, (args, kwargs))
        key = (
            tuple(key_parts),
            _structure_key((args, kwargs)),
            None if current.interpreter is eager else id(_root(current.interpreter)),
        )
        concrete = self._concrete.get(key)
        if concrete is None and self._reduce_retracing:
            concrete, expanded = self._relax(key, specs, expanded)
        if concrete is None:
            concrete = self._trace(expanded, tensors)
            if self._reduce_retracing:
                traced = [
                    leaf
                    for leaf in nest.flatten(expanded)
                    if isinstance(leaf, TypeSpec)
                ]
                self._relaxed.setdefault(_loose(key), []).append((traced, concrete))
        self._concrete[key] = concrete
        return concrete, tensors

    def _relax(self, key: Any, specs: list[TypeSpec], expanded: Any) -> tuple[Any, Any]:
        """A looser trace that fits, or specs with open dims where shapes vary."""
        known = self._relaxed.get(_loose(key), [])
        for old, concrete in known:
            if all(b.is_subtype_of(a) for a, b in zip(old, specs, strict=True)):
                return concrete, expanded
        if not known:
            return None, expanded
        merged = iter(map(_merged, known[-1][0], specs))
        loose = nest.map_structure(
            lambda leaf: next(merged) if isinstance(leaf, TypeSpec) else leaf,
            expanded,
        )
        return None, loose

    def _bind(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Arguments in canonical form: by position where the signature allows."""
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError as problem:
            raise TypeError(
                f"Binding inputs to tf.function failed due to `{problem}`. Received args: "
                f"{args} and kwargs: {kwargs} for signature: {self._signature}."
            ) from None
        bound.apply_defaults()
        return bound.args, bound.kwargs

    def _apply_signature(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        wanted = self._input_signature or ()
        rest = args[len(wanted) :]
        flat_specs = nest.flatten(wanted)
        flat = self._split(wanted, args[: len(wanted)])
        fitted = [
            _fit(value, spec, self._name)
            for value, spec in zip(flat, flat_specs, strict=True)
        ]
        return (*nest.pack_sequence_as(wanted, fitted), *rest)

    def _split(self, wanted: Any, given: Any) -> list[Any]:
        """What stands at the place of each spec: lists of numbers are tensors there."""
        if isinstance(wanted, TypeSpec):
            return [given]
        keys: Any = range(len(wanted)) if isinstance(wanted, list | tuple) else None
        if isinstance(wanted, dict) and isinstance(given, dict):
            keys = sorted(wanted, key=str)
            if keys != sorted(given, key=str):
                keys = None
        elif isinstance(given, dict) or keys is None or len(given) != len(wanted):
            keys = None
        if keys is None:
            raise TypeError(
                f"{self._name}: the input signature wants {wanted}, got {given!r}."
            )
        parts = [self._split(wanted[key], given[key]) for key in keys]
        return [leaf for part in parts for leaf in part]

    # --- tracing ---------------------------------------------------------------------

    def _trace(self, expanded: Any, tensors: list[Any]) -> ConcreteFunction:
        args, kwargs = expanded
        function = self._python_function
        if self._autograph:
            function = conversion.convert(function, *self._options())
        names = self._placeholder_names(args, kwargs)
        first = not self._concrete
        self._trace_count += 1
        known = all(isinstance(tensor, EagerTensor) for tensor in tensors)
        examples = tensors if known else ()
        graph = trace(self._name, function, args, kwargs, names, examples)
        if graph.created_variables:
            self._check_created(graph, first)
            self._created.extend(graph.created_variables)
            self._trace_count += 1
            graph = trace(self._name, function, args, kwargs, names)
            self._check_created(graph, False)
        graph.structured_input_signature = (args, kwargs)
        return ConcreteFunction(graph, self._jit_compile)

    def _options(self) -> tuple[Any, ...]:
        if self._autograph_options is None:
            return ()
        from tensorbrook._src.function.autograph.features import feature_names

        return (feature_names(self._autograph_options),)

    def _check_created(self, graph: FuncGraph, allowed: bool) -> None:
        if graph.created_variables and not allowed:
            raise ValueError(
                "tf.function only supports singleton tf.Variables created on the first "
                "call: create the variable once, outside the function or behind `if "
                f"self.v is None`. {self._name} created "
                f"{[v.name for v in graph.created_variables]} again."
            )

    def _placeholder_names(self, args: Any, kwargs: Any) -> list[str]:
        names = []
        parameters = [
            name
            for name, p in self._signature.parameters.items()
            if p.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        for index, value in enumerate(args):
            name = parameters[min(index, len(parameters) - 1)] if parameters else "args"
            count = _placeholder_count(value)
            names += [name if k == 0 else f"{name}_{k}" for k in range(count)]
        for name, value in sorted(kwargs.items()):
            count = _placeholder_count(value)
            names += [name if k == 0 else f"{name}_{k}" for k in range(count)]
        return names

    def __repr__(self) -> str:
        return f"<tensorbrook function {self._name} at {hex(id(self))}>"


def _signature(given: Any) -> tuple[Any, ...]:
    """The specs of the arguments, checked to be specs."""
    if not isinstance(given, list | tuple):
        raise TypeError(f"tf.function: input_signature must be a list, got {given!r}.")
    for leaf in nest.flatten(tuple(given)):
        if not isinstance(leaf, TypeSpec):
            raise TypeError(
                f"tf.function: input_signature must hold tf.TensorSpec, got {leaf!r}."
            )
    return tuple(given)


def _root(graph: Any) -> Any:
    while isinstance(graph, FuncGraph):
        graph = graph.outer
    return graph


def _loose(key: Any) -> Any:
    """A key without shapes."""
    parts = tuple(
        (*part[:2], len(part[2]))
        if part[0] == "tensor" and part[2] is not None
        else part
        for part in key[0]
    )
    return parts, key[1], key[2]


def _merged(old: TypeSpec, new: TypeSpec) -> TypeSpec:
    """The narrowest spec that covers both; names don't matter."""
    if isinstance(old, TensorSpec) and isinstance(new, TensorSpec):
        shape = old.shape.most_specific_compatible_shape(new.shape)
        return TensorSpec(shape, new.dtype, new.name)
    return old.most_specific_compatible_type(new)


def _placeholder_count(value: Any) -> int:
    """How many placeholders the specs in an argument stand for."""
    specs = [leaf for leaf in nest.flatten(value) if isinstance(leaf, TypeSpec)]
    return sum(len(spec.flatten()) for spec in specs)


def _leaf(leaf: Any) -> tuple[TypeSpec | None, list[Any], Any]:
    """Spec, tensors and key of one argument; a spec of None for a Python value."""
    if isinstance(leaf, _Fitted):
        return leaf.spec, leaf.spec.to_tensors(leaf.value), _spec_key(leaf.spec)
    if isinstance(leaf, TypeSpec):
        return leaf, [None] * len(leaf.flatten()), _spec_key(leaf)
    if isinstance(leaf, np.ndarray):
        leaf = convert_to_tensor(leaf)
    if isinstance(leaf, Tensor):
        dims = leaf._dims
        return TensorSpec(dims, leaf.dtype), [leaf], ("tensor", leaf.dtype, dims)
    if hasattr(leaf, "handle") and hasattr(type(leaf), "__tf_tensor__"):
        return None, [], ("variable", id(leaf))
    spec = getattr(leaf, "_type_spec", None)
    if isinstance(spec, TypeSpec):
        return spec, spec.to_tensors(leaf), _spec_key(spec)
    try:
        hash(leaf)
    except TypeError:
        return None, [], ("object", id(leaf))
    return None, [], ("value", type(leaf), leaf)


def _spec_key(spec: TypeSpec) -> Any:
    if isinstance(spec, TensorSpec):
        return "tensor", spec.dtype, spec.shape._dims
    return "spec", spec


def _map_leaves(function: Callable[[Any], Any], structure: Any) -> Any:
    flat = [function(leaf) for leaf in nest.flatten(structure)]
    return nest.pack_sequence_as(structure, flat)


def _structure_key(structure: Any) -> Any:
    """A hashable description of the nesting."""
    if isinstance(structure, dict):
        return "dict", tuple(
            (k, _structure_key(structure[k])) for k in sorted(structure, key=str)
        )
    if isinstance(structure, list | tuple):
        return type(structure).__name__, tuple(
            _structure_key(part) for part in structure
        )
    return None


def _fit(value: Any, spec: Any, name: str) -> Any:
    """An argument as its spec in the input signature wants it."""
    if isinstance(value, TypeSpec):
        if not spec.is_compatible_with(value):
            raise TypeError(
                f"{name}: {value} doesn't fit the input signature's {spec}."
            )
        return spec
    if not isinstance(spec, TensorSpec):
        return _fit_composite(value, spec, name)
    try:
        tensor = convert_to_tensor(value, dtype=spec.dtype)
    except (TypeError, ValueError):
        raise TypeError(
            f"Binding inputs to tf.function failed due to `Can not cast {value!r} to "
            f"{spec}`: the input signature of {name} wants {spec}."
        ) from None
    if not spec.shape.is_compatible_with(tensor.shape):
        raise TypeError(
            f"Binding inputs to tf.function failed due to `Can not cast a tensor of shape "
            f"{tensor.shape} to {spec}`: the input signature of {name} wants {spec}."
        )
    return _Fitted(tensor, spec)


def _fit_composite(value: Any, spec: Any, name: str) -> Any:
    """A sparse or ragged tensor or the like as its spec wants it."""
    own = getattr(value, "_type_spec", None)
    if own is None or not spec.is_compatible_with(own):
        raise TypeError(
            f"Binding inputs to tf.function failed due to `Can not cast {value!r} to "
            f"{spec}`: the input signature of {name} wants {spec}."
        )
    return _Fitted(value, spec)


class _Fitted:
    """An argument whose trace is decided by a looser spec."""

    def __init__(self, value: Any, spec: Any) -> None:
        self.value = value
        self.spec = spec


def function(
    func: Callable[..., Any] | None = None,
    input_signature: Any = None,
    autograph: bool = True,
    jit_compile: bool | None = None,
    reduce_retracing: bool = False,
    experimental_implements: str | None = None,
    experimental_autograph_options: Any = None,
    experimental_attributes: Any = None,
    experimental_relax_shapes: bool | None = None,
    experimental_compile: bool | None = None,
    experimental_follow_type_hints: bool | None = None,
) -> Any:
    """Compiles a Python function into a callable graph; also a decorator.

    The function is traced once for each combination of dtypes, shapes and Python values
    of its arguments; later calls run the graph.

    Args:
        func: The function.
        input_signature: Specs of the arguments: one trace serves all calls.
        autograph: Whether Python's `if`, `while`, `for`, ... work on tensors.
        jit_compile: Whether to compile through XLA (extra `tensorbrook[xla]`).
        reduce_retracing: Whether to open dims that vary between calls.
        experimental_implements: Accepted for compatibility.
        experimental_autograph_options: `tf.autograph.experimental.Feature`s.
        experimental_attributes: Accepted for compatibility.
        experimental_relax_shapes: Old name of `reduce_retracing`.
        experimental_compile: Old name of `jit_compile`.
        experimental_follow_type_hints: Accepted for compatibility.

    Returns:
        A callable, or a decorator where `func` is None.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.function
        ... def area(width, height):
        ...     return width * height
        >>> int(area(tf.constant(2), tf.constant(3)))
        6
    """

    def decorate(inner: Callable[..., Any]) -> PolymorphicFunction:
        if not callable(inner):
            raise TypeError(f"tf.function: {inner!r} is not a callable object.")
        return PolymorphicFunction(
            inner,
            getattr(inner, "__name__", type(inner).__name__).replace(
                "<lambda>", "lambda"
            ),
            input_signature,
            autograph,
            jit_compile or experimental_compile,
            bool(reduce_retracing or experimental_relax_shapes),
            experimental_autograph_options,
        )

    return decorate if func is None else decorate(func)
