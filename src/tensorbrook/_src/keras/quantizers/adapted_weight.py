"""Layers whose main weight may have few bits, or learn through two thin matrices.

Both replace the weight behind the layer's back: the layer itself goes on reading
`self.kernel` and computing as before.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras import dtype_policies
from tensorbrook._src.keras.backend import names
from tensorbrook._src.keras.quantizers import arithmetic, configs
from tensorbrook._src.keras.quantizers import quantizers as known
from tensorbrook._src.keras.saving import registry

_MODES = ("int8", "float8", "int4", "gptq", "awq")


class WeightSlot:
    """An attribute that holds a weight, and is read as the layer should use it.

    Args:
        name: the name of the weight.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.slot = f"_{name}"

    def __get__(self, layer: Any, owner: Any = None) -> Any:
        if layer is None:
            return self
        try:
            held = layer.__dict__[self.slot]
        except KeyError:
            raise AttributeError(
                f"{type(layer).__name__} has no `{self.name}` before it is built."
            ) from None
        return layer._effective(held) if "_is_adapted" in layer.__dict__ else held

    def __set__(self, layer: Any, value: Any) -> None:
        layer.__dict__[self.slot] = value
        tracked = layer.__dict__["_tracked_names"]
        if tracked.pop(self.name, self) is None:
            tracked[self.slot] = None


def check_mode(mode: Any) -> None:
    """Raises for an unknown kind of quantization.

    Args:
        mode: its name.

    Raises:
        ValueError: when there is no such kind.
    """
    if mode not in _MODES:
        raise ValueError(
            f"Invalid quantization mode. It must be one of {_MODES}. Received: "
            f"mode={mode}."
        )


class AdaptedWeight:
    """Adds `enable_lora` and `quantize` to a layer with one main weight.

    A subclass names the weight in `_weight_name`, and says which of its axes the
    inputs meet in `_reduced_axes`.
    """

    _weight_name = "kernel"
    _can_quantize = True
    _quantizes_inputs = True
    lora_enabled = False
    lora_rank: int | None = None
    lora_alpha: float | None = None
    quantization_config: Any = None

    def _adapt(self, lora_rank: Any, lora_alpha: Any, quantization_config: Any) -> None:
        """Takes the arguments of the constructor that have to do with this."""
        if lora_rank is not None or lora_alpha is not None:
            if lora_rank is not None and lora_rank <= 0:
                raise ValueError(
                    f"{type(self).__name__}: `lora_rank` must be positive. Received: "
                    f"lora_rank={lora_rank}."
                )
            self.lora_rank = lora_rank
            self.lora_alpha = lora_alpha if lora_alpha is not None else lora_rank
        if quantization_config is None:
            return
        if isinstance(quantization_config, dict):
            kinds = vars(configs)
            kind = kinds[quantization_config["class_name"]]
            quantization_config = kind.from_config(quantization_config["config"])
        self.quantization_config = quantization_config

    def _after_build(self) -> None:
        """Makes the thin matrices that the constructor asked for."""
        if self.lora_rank and not self.lora_enabled:
            self.built = True
            self.enable_lora(self.lora_rank, lora_alpha=self.lora_alpha)

    def _reduced_axes(self) -> list[int]:
        """Returns the axes of the weight that the inputs meet."""
        return [0]

    @property
    def quantization_mode(self) -> str | None:
        """The kind of quantization; None for floats."""
        return self.dtype_policy.quantization_mode

    # Thin matrices -----------------------------------------------------------

    def enable_lora(
        self,
        rank: int,
        a_initializer: Any = "he_uniform",
        b_initializer: Any = "zeros",
        lora_alpha: float | None = None,
    ) -> None:
        """Freezes the weight; from now on two thin matrices learn what is added.

        Args:
            rank: how thin they are.
            a_initializer: where the first one starts.
            b_initializer: where the second one starts.
            lora_alpha: a factor of their product, divided by the rank.

        Raises:
            ValueError: when the weight has a constraint, when the layer is not built,
                or at the second call.
        """
        weight = self._weight_name
        constraint = f"{weight}_constraint"
        if getattr(self, constraint, None) is not None:
            raise ValueError(
                f"Lora does not go together with a constraint. Layer {self.name} has "
                f"`{constraint}`."
            )
        if not self.built:
            raise ValueError("Cannot enable lora on a layer that isn't yet built.")
        if self.lora_enabled:
            raise ValueError(
                f"lora is already enabled on layer {self.name}: once is enough."
            )
        held = self.__dict__[f"_{weight}"]
        shape = self._plain_shape(held)
        with _named(self):
            first = self.add_weight(
                name=f"lora_{weight}_a",
                shape=(*shape[:-1], rank),
                dtype=self.variable_dtype,
                initializer=a_initializer,
                regularizer=getattr(self, f"{weight}_regularizer", None),
            )
            second = self.add_weight(
                name=f"lora_{weight}_b",
                shape=(rank, shape[-1]),
                dtype=self.variable_dtype,
                initializer=b_initializer,
                regularizer=getattr(self, f"{weight}_regularizer", None),
            )
        setattr(self, f"lora_{weight}_a", first)
        setattr(self, f"lora_{weight}_b", second)
        held.made_trainable = held.trainable
        held.trainable = False
        self.lora_enabled = True
        self.lora_rank = rank
        self.lora_alpha = lora_alpha if lora_alpha is not None else rank
        self._is_adapted = True

    def _plain_shape(self, held: Any) -> tuple[int, ...]:
        """Returns the shape of the weight before its numbers were packed."""
        if self.quantization_mode == "int4":
            return self.__dict__["_packed_from"]
        return tuple(held.shape)

    def _thin_product(self) -> Any:
        """Returns what the two thin matrices add."""
        first = getattr(self, f"lora_{self._weight_name}_a")
        second = getattr(self, f"lora_{self._weight_name}_b")
        product = tf.tensordot(
            tf.convert_to_tensor(first), tf.convert_to_tensor(second), 1
        )
        return product * (self.lora_alpha / self.lora_rank)

    def _effective(self, held: Any) -> Any:
        """Returns the weight as floats, with what the thin matrices add."""
        value = held
        if self.quantization_mode in ("int8", "int4"):
            value = self._as_floats(held)
        if self.lora_enabled:
            value = tf.convert_to_tensor(value)
            value = value + tf.cast(self._thin_product(), value.dtype)
        return value

    # Few bits ----------------------------------------------------------------

    def quantize(
        self, mode: str | None = None, type_check: bool = True, config: Any = None
    ) -> None:
        """Replaces the weight by integers of few bits, and a scale.

        Args:
            mode: `"int8"` or `"int4"`.
            type_check: whether subclasses of the layer are refused.
            config: a configuration instead of a mode.

        Raises:
            ValueError: for an unknown mode, before the layer is built, or twice.
            NotImplementedError: for modes that are missing.
        """
        config, mode = self._chosen(mode, config)
        if not self._is_quantizable(type_check):
            raise NotImplementedError(
                f"Layer {type(self).__name__} does not have a `quantize` method."
            )
        if not self.built:
            raise ValueError(
                f"Cannot quantize a layer that isn't yet built. Layer '{self.name}' "
                f"(of type '{type(self).__name__}') is not built yet."
            )
        if self.quantization_mode is not None:
            raise ValueError(
                f"Layer '{self.name}' is already quantized with dtype_policy="
                f"'{self.dtype_policy.name}'. Received: mode={mode}."
            )
        if mode not in ("int8", "int4"):
            raise NotImplementedError(
                f"{type(self).__name__}.quantize: the mode {mode!r} is missing; there "
                "are 'int8' and 'int4'."
            )
        self.quantization_config = config
        weight = self._weight_name
        held = self.__dict__[f"_{weight}"]
        parts = self._quantized(tf.convert_to_tensor(held), mode, config)
        place = next(
            i for i, own in enumerate(self._own_variables) if own is held
        )  # fmt: skip
        del self._own_variables[place]
        size = f"/{getattr(config, 'block_size', None) or -1}" if mode == "int4" else ""
        kind = dtype_policies.QuantizedDTypePolicy
        kind = dtype_policies.Int4DTypePolicy if size else kind
        shape = tuple(held.shape)
        self.dtype_policy = kind(f"{mode}{size}", self.dtype_policy.name)
        with _named(self):
            setattr(self, weight, self._make_parts(shape, mode))
        for name, value in parts.items():
            self._part(name).assign(value)
        self._start_quantized_calls()

    def _is_quantizable(self, type_check: bool) -> bool:
        """Returns whether the layer, or one that it is made from, can be quantized."""
        kinds = type(self).__mro__
        owner = next(kind for kind in kinds if "_is_adaptable" in vars(kind))
        return self._can_quantize and (not type_check or type(self) is owner)

    def _chosen(self, mode: Any, config: Any) -> tuple[Any, Any]:
        """Returns the configuration and its mode."""
        if config is not None:
            return config, config.mode
        check_mode(mode)
        made = {
            "int8": configs.Int8QuantizationConfig,
            "int4": configs.Int4QuantizationConfig,
        }
        return made[mode]() if mode in made else None, mode

    def quantized_build(self, input_shape: Any, mode: str) -> None:
        """Makes the integers and their scale.

        Args:
            input_shape: the shape of the weight.
            mode: `"int8"` or `"int4"`.
        """
        setattr(self, self._weight_name, self._make_parts(tuple(input_shape), mode))

    def quantized_call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs from inputs and weights of few bits.

        Args:
            inputs: the inputs.
            *args: further arguments of `call`.
            **kwargs: further arguments of `call`.
        """
        config = self.quantization_config
        quantizer = getattr(config, "activation_quantizer", None)
        if self._quantizes_inputs and quantizer is not None:
            axes = self._met_axes(inputs)
            steps, scale = quantizer(tf.stop_gradient(inputs), axis=axes)
            rounded = tf.cast(steps, inputs.dtype) / scale
            inputs = inputs + tf.stop_gradient(rounded - inputs)
        return type(self).call(self, inputs, *args, **kwargs)

    def _met_axes(self, inputs: Any) -> Any:
        """Returns the axes of the inputs that share a scale."""
        return -1

    def _start_quantized_calls(self) -> None:
        """Sends calls through `quantized_call`."""
        self._is_adapted = True
        self.__dict__["call"] = self.quantized_call

    def _quantized(self, value: Any, mode: str, config: Any) -> dict[str, Any]:
        """Returns the integers and scales of a weight, by name."""
        weight = self._weight_name
        given = getattr(config, "weight_quantizer", None)
        block = getattr(config, "block_size", None)
        if mode == "int8":
            quantizer = given or known.AbsMaxQuantizer(axis=self._reduced_axes())
            steps, scale = quantizer(value)
            return {weight: steps, f"{weight}_scale": self._stored_scale(scale)}
        flat = self._as_matrix(value)
        rows = flat.shape[0]
        block = rows if block in (None, -1) else block
        steps, scale, zero = arithmetic.abs_max_quantize_grouped_with_zero_point(
            flat, block
        )
        packed, _, _ = arithmetic.pack_int4(self._from_matrix(steps, value), axis=-1)
        return {
            weight: packed,
            f"{weight}_scale": self._turned(scale),
            f"{weight}_zero": self._turned(zero),
            "g_idx": tf.cast(tf.range(rows) // block, "float32"),
        }

    def _stored_scale(self, scale: Any) -> Any:
        """Returns a scale in the shape in which it is kept."""
        return tf.reshape(scale, [-1])

    def _read_scale(self, scale: Any, shape: tuple[int, ...]) -> Any:
        """Returns a scale in a shape that goes with the weight."""
        axes = self._reduced_axes()
        sizes = [1 if i in axes else n for i, n in enumerate(shape)]
        return tf.reshape(scale, sizes)

    def _as_matrix(self, value: Any) -> Any:
        """Returns the weight as a matrix whose rows the inputs meet."""
        return value

    def _from_matrix(self, matrix: Any, like: Any) -> Any:
        """Returns a matrix in the shape of the weight; undoes `_as_matrix`."""
        return matrix

    def _turned(self, parts: Any) -> Any:
        """Returns scales of groups in the shape in which they are kept."""
        return parts

    def _make_parts(self, shape: tuple[int, ...], mode: str) -> Any:
        """Makes the variables of a quantized weight, and returns the main one."""
        weight, floats = self._weight_name, self.dtype_policy.variable_dtype
        make = super().add_weight  # type: ignore[misc]
        frozen = {"trainable": False, "autocast": False, "initializer": "zeros"}
        zeros = tf.zeros(shape, floats)
        config = self.quantization_config
        if config is None:
            config, _ = self._chosen(mode, None)
            self.quantization_config = config
        self.__dict__["_packed_from"] = shape
        found = {}
        for name, value in self._quantized(zeros, mode, config).items():
            found[name] = make(
                shape=tuple(value.shape), dtype=value.dtype.name, name=name, **frozen
            )
        for name, variable in found.items():
            if name != weight:
                setattr(self, name, variable)
        return found[weight]

    def _part(self, name: str) -> Any:
        """Returns a variable of the quantized weight."""
        weight = name == self._weight_name
        return self.__dict__[f"_{name}" if weight else name]

    def _as_floats(self, held: Any) -> Any:
        """Returns the integers as floats."""
        weight, kind = self._weight_name, self.dtype_policy.compute_dtype
        scale = tf.cast(self._part(f"{weight}_scale"), kind)
        if self.quantization_mode == "int8":
            scale = self._read_scale(scale, tuple(held.shape))
            return tf.cast(tf.convert_to_tensor(held), kind) / scale
        shape = self.__dict__["_packed_from"]
        like = tf.zeros(shape, "int8")
        steps = arithmetic.unpack_int4(tf.convert_to_tensor(held), shape[-1], axis=-1)
        groups = tf.cast(tf.convert_to_tensor(self.g_idx), "int32")
        scale = tf.gather(self._turned(scale), groups)
        zero = tf.gather(self._turned(self._part(f"{weight}_zero")), groups)
        matrix = tf.cast(self._as_matrix(steps), kind) - tf.cast(zero, kind)
        return self._from_matrix(matrix * scale, like)

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """Makes a weight; the main one as integers where the policy says so."""
        mode = self.dtype_policy.quantization_mode
        if mode is None or kwargs.get("name") != self._weight_name:
            return super().add_weight(*args, **kwargs)  # type: ignore[misc]
        if mode not in ("int8", "int4"):
            raise NotImplementedError(
                f"{type(self).__name__}: layers quantized by {mode!r} are missing."
            )
        found = self._make_parts(tuple(kwargs["shape"]), mode)
        self._start_quantized_calls()
        return found

    # Saving ------------------------------------------------------------------

    @property
    def variable_serialization_spec(self) -> dict[str | None, list[str]]:
        """The order in which files hold the variables, for each mode."""
        weight = self._weight_name
        plain = [weight] if weight == "embeddings" else [weight, "bias"]
        scaled = [*plain, f"{weight}_scale"]
        return {
            None: plain,
            "int8": scaled,
            "int4": [*scaled, f"{weight}_zero", "g_idx"],
        }

    def _saved_variables(self) -> list[tuple[str, Any]]:
        """Returns the variables in the order of files."""
        found = []
        for name in self.variable_serialization_spec[self.quantization_mode]:
            weight = name == self._weight_name
            variable = self.__dict__.get(f"_{name}" if weight else name)
            if variable is not None:
                found.append((name, variable))
        return found

    def save_own_variables(self, store: Any) -> None:
        """Writes the layer's own variables, thin matrices merged, into a store.

        Args:
            store: a dict-like place.
        """
        if not self.__dict__.get("_is_adapted"):
            super().save_own_variables(store)  # type: ignore[misc]
            return
        values = {name: variable for name, variable in self._saved_variables()}
        if self.lora_enabled:
            merged = tf.convert_to_tensor(self._effective(values[self._weight_name]))
            values[self._weight_name] = merged
            if self.quantization_mode is not None:
                mode, config = self.quantization_mode, self.quantization_config
                values |= self._quantized(merged, mode, config)
        for index, value in enumerate(values.values()):
            store[str(index)] = np.asarray(value)

    def load_own_variables(self, store: Any) -> None:
        """Reads the layer's own variables; thin matrices start again.

        Args:
            store: a dict-like place.
        """
        if not self.__dict__.get("_is_adapted"):
            super().load_own_variables(store)  # type: ignore[misc]
            return
        variables = self._saved_variables()
        if len(store.keys()) != len(variables):
            raise ValueError(
                f"Layer '{self.name}' expected {len(variables)} variables, but "
                f"received {len(store.keys())} variables during loading."
            )
        for index, (_, variable) in enumerate(variables):
            variable.assign(np.asarray(store[str(index)]))
        if self.lora_enabled:
            for letter in "ab":
                thin = getattr(self, f"lora_{self._weight_name}_{letter}")
                thin.assign(tf.zeros_like(thin))

    def _adapted_config(self) -> dict[str, Any]:
        """Returns what has to do with this in the layer's configuration."""
        config = registry.serialize_keras_object(self.quantization_config)
        return {"quantization_config": config, **self._lora_config()}

    def _lora_config(self) -> dict[str, Any]:
        """Returns what has to do with thin matrices in the configuration."""
        if not self.lora_rank:
            return {}
        return {"lora_rank": self.lora_rank, "lora_alpha": self.lora_alpha}


def _named(layer: Any) -> Any:
    """Returns a context in which weights get the path of a built layer."""
    return names.path_scope(layer.__dict__.get("_path") or layer.name)
