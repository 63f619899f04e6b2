"""Models as SavedModels, for those who run them without Keras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook import export as other_formats


class ExportArchive:
    """Gathers functions and variables that are written as a SavedModel.

    Example:
        >>> import tempfile
        >>> model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
        >>> archive = ExportArchive()
        >>> archive.track(model)
        >>> spec = tf.TensorSpec((None, 3), tf.float32, "x")
        >>> serve = archive.add_endpoint("serve", model.call, [spec])
        >>> folder = tempfile.mkdtemp()
        >>> archive.write_out(folder, verbose=False)
        >>> tf.saved_model.load(folder).serve(tf.ones((1, 3))).shape
        TensorShape([1, 2])
    """

    def __init__(self) -> None:
        self._object = tf.Module()
        self._tracked: list[Any] = []
        self._endpoints: dict[str, Any] = {}

    def track(self, resource: Any) -> None:
        """Brings the variables of a layer or model along.

        Args:
            resource: a layer, model, or another object with variables.
        """
        if resource in self._tracked:
            return
        self._tracked.append(resource)
        for name in ("variables", "trainable_variables", "non_trainable_variables"):
            known = getattr(self._object, f"_kept_{name}", [])
            known = known + list(getattr(resource, name, ()))
            setattr(self._object, f"_kept_{name}", known)

    def add_endpoint(
        self,
        name: str,
        fn: Callable[..., Any],
        input_signature: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Adds a function that can be called when the model is loaded.

        Args:
            name: its name.
            fn: the function, or a `tf.function` that was traced already.
            input_signature: specs of its arguments.
            **kwargs: `jax2tf_kwargs` and `is_static` are not supported.

        Returns:
            The function as a `tf.function`.

        Raises:
            ValueError: the name is taken, or the arguments aren't known.
        """
        if kwargs:
            raise NotImplementedError(
                f"ExportArchive.add_endpoint: {sorted(kwargs)} are not supported."
            )
        if name in self._endpoints:
            raise ValueError(f"Endpoint name '{name}' is already taken.")
        if input_signature is not None:
            fn = tf.function(fn, input_signature=input_signature, autograph=False)
            fn.get_concrete_function()
        elif not hasattr(fn, "get_concrete_function"):
            raise ValueError(
                "If the `fn` argument provided is not a `tf.function`, you must provide an "
                "`input_signature` argument to specify the shape and dtype of the function "
                "arguments."
            )
        self._endpoints[name] = fn
        setattr(self._object, name, fn)
        return fn

    def track_and_add_endpoint(
        self, name: str, resource: Any, input_signature: Any, **kwargs: Any
    ) -> Any:
        """Brings a layer or model along with its call as an endpoint.

        Args:
            name: the name of the endpoint.
            resource: the layer or model.
            input_signature: specs of its arguments.
            **kwargs: as for `add_endpoint`.

        Returns:
            The endpoint.
        """
        self.track(resource)
        return self.add_endpoint(name, resource.__call__, input_signature, **kwargs)

    def add_variable_collection(self, name: str, variables: Any) -> None:
        """Keeps a list of variables under a name.

        Args:
            name: the name of the attribute that the loaded model will have.
            variables: the variables.

        Raises:
            ValueError: it is no list of variables.
        """
        if not isinstance(variables, list | tuple):
            raise ValueError(
                "Expected `variables` to be a list/tuple/set. Received instead object of "
                f"type '{type(variables)}'."
            )
        setattr(self._object, f"_kept_{name}", list(variables))

    def write_out(
        self, filepath: Any, options: Any = None, verbose: bool = True
    ) -> None:
        """Writes the SavedModel.

        Args:
            filepath: the folder.
            options: a `tf.saved_model.SaveOptions`.
            verbose: whether to print what it holds.

        Raises:
            ValueError: there are no endpoints.
        """
        if not self._endpoints:
            raise ValueError("No endpoints have been set yet. Call add_endpoint().")
        holder = _Holder(self._object, _tables(self._tracked))
        signatures = {
            name: fn for name, fn in self._endpoints.items() if _has_one_trace(fn)
        }
        if signatures:
            first = next(iter(signatures.values()))
            signatures["serving_default"] = first
        tf.saved_model.save(holder, filepath, signatures=signatures, options=options)
        if verbose:
            print(f"Saved artifact at '{filepath}'.")
            for name in self._endpoints:
                print(f"* Endpoint '{name}'")


class _Holder:
    """What is written: endpoints, and variables by the names of their collections."""

    def __init__(self, module: Any, tables: list[Any]) -> None:
        self._module = module
        self._children = self._collections() | {"_misc_assets": tables}

    def _functions_to_save(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in vars(self._module).items()
            if hasattr(value, "get_concrete_function")
        }

    def _trackable_children(self) -> dict[str, Any]:
        return self._children

    def _collections(self) -> dict[str, Any]:
        kept = {
            name.removeprefix("_kept_"): value
            for name, value in vars(self._module).items()
            if name.startswith("_kept_")
        }
        used = {
            id(variable): variable
            for function in self._functions_to_save().values()
            for trace in _traces(function)
            for variable in trace.variables
        }
        return kept | {"_all_variables": list(used.values())}


def _tables(tracked: list[Any]) -> list[Any]:
    """The lookup tables that tracked objects have as attributes, by now at least."""
    owners = [
        owner
        for item in tracked
        for owner in (item, *getattr(item, "_flatten_layers", list)())
    ]
    found = {
        id(value): value
        for owner in owners
        for value in getattr(owner, "__dict__", {}).values()
        if hasattr(value, "resource_handle")
    }
    return list(found.values())


def _traces(function: Any) -> list[Any]:
    return [function.get_concrete_function()] if _has_one_trace(function) else []


def _has_one_trace(function: Any) -> bool:
    return getattr(function, "input_signature", None) is not None


def input_signature(model: Any) -> list[Any]:
    """Returns specs of the inputs of a model.

    Raises:
        ValueError: the model has not seen any input yet.
    """
    inputs = getattr(model, "inputs", None)
    if inputs:
        structure = getattr(model, "input", None)
        return [_specs(inputs[0] if structure is None else structure)]
    shapes = model.get_build_config() if model.built else None
    if not shapes or set(shapes) != {"input_shape"}:
        raise ValueError(
            "The model provided has never called. It must be called at least once before "
            "export, or `input_signature` must be given."
        )
    dims = (None, *tuple(shapes["input_shape"])[1:])
    return [tf.TensorSpec(dims, model.compute_dtype, name="inputs")]


def _specs(structure: Any) -> Any:
    if isinstance(structure, dict):
        return {name: _specs(item) for name, item in structure.items()}
    if isinstance(structure, list | tuple):
        return [_specs(item) for item in structure]
    return tf.TensorSpec(structure.shape, structure.dtype, name=structure.name)


def export_model(
    model: Any,
    filepath: Any,
    format: str,
    verbose: Any,
    signature: Any,  # noqa: A002
) -> None:
    """Writes a model as a SavedModel with the endpoint `serve`, or as an ONNX file.

    Raises:
        NotImplementedError: another format is asked for, or ONNX lacks an operation.
    """
    if format == "onnx":
        other_formats.to_onnx(model, filepath, signature or input_signature(model))
        if verbose is not False:
            print(f"Saved artifact at '{filepath}'.")
        return
    if format != "tf_saved_model":
        raise NotImplementedError(
            f"Model.export: the format {format!r} is not supported; 'tf_saved_model' and "
            "'onnx' are."
        )
    archive = ExportArchive()
    archive.track_and_add_endpoint("serve", model, signature or input_signature(model))
    archive.write_out(filepath, verbose=verbose is not False)


def serving_function(model: Any) -> dict[str, Any]:
    """Returns the call of a model as a function that can be saved, if it can be."""
    try:
        signature = input_signature(model)
    except ValueError:
        return {}
    known = model.__dict__.get("_saved_call")
    if known is None:
        known = tf.function(
            lambda inputs: model(inputs), input_signature=signature, autograph=False
        )
        model.__dict__["_saved_call"] = known
    return {"__call__": known}
