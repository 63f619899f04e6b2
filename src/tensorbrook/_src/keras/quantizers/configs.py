"""What the quantization of a layer should be like."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.quantizers import quantizers
from tensorbrook._src.keras.quantizers.quantizers import AbsMaxQuantizer


class QuantizationConfig:
    """The base: quantizers for weights and for activations.

    Args:
        weight_quantizer: quantizes the weights; None for the mode's own.
        activation_quantizer: quantizes the inputs; None to leave them as floats.
    """

    def __init__(
        self, weight_quantizer: Any = None, activation_quantizer: Any = None
    ) -> None:
        self.weight_quantizer = weight_quantizer
        self.activation_quantizer = activation_quantizer

    @property
    def mode(self) -> str:
        """The name of the kind of quantization."""
        raise NotImplementedError("Only subclasses of QuantizationConfig have a mode.")

    def weight_quantizer_or_default(self, default: Any) -> Any:
        """Returns the quantizer of the weights.

        Args:
            default: what is used where none was given.
        """
        return default if self.weight_quantizer is None else self.weight_quantizer

    def activation_quantizer_or_default(self, default: Any) -> Any:
        """Returns the quantizer of the inputs; None leaves them as floats.

        Args:
            default: kept for compatibility.
        """
        return self.activation_quantizer

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the configuration again."""
        return {
            "weight_quantizer": quantizers.serialize(self.weight_quantizer),
            "activation_quantizer": quantizers.serialize(self.activation_quantizer),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> QuantizationConfig:
        """Makes a configuration from what `get_config` returned.

        Args:
            config: the arguments.
        """
        plain = dict(config)
        for name in ("weight_quantizer", "activation_quantizer"):
            if name in plain:
                plain[name] = quantizers.get(plain[name])
        return cls(**plain)


class Int8QuantizationConfig(QuantizationConfig):
    """Weights and inputs in eight bits.

    Args:
        weight_quantizer: quantizes the weights; None for one scale for each output.
        activation_quantizer: quantizes the inputs; None leaves them as floats.

    Raises:
        ValueError: when the quantizer of the weights has another type.
    """

    def __init__(
        self, weight_quantizer: Any = None, activation_quantizer: Any = "default"
    ) -> None:
        if activation_quantizer == "default":
            activation_quantizer = AbsMaxQuantizer()
        super().__init__(weight_quantizer, activation_quantizer)
        kind = getattr(weight_quantizer, "output_dtype", "int8")
        if kind != "int8":
            raise ValueError(
                "Int8QuantizationConfig: `weight_quantizer` must have "
                f"output_dtype='int8'. Received: output_dtype={kind!r}."
            )

    @property
    def mode(self) -> str:
        """The name of the kind of quantization."""
        return "int8"


class Int4QuantizationConfig(QuantizationConfig):
    """Weights in four bits.

    Args:
        weight_quantizer: quantizes the weights; None for the mode's own.
        activation_quantizer: quantizes the inputs; None leaves them as floats.
        block_size: how many weights share a scale; -1 or None for a whole column.

    Raises:
        ValueError: when the quantizer of the weights, or the block size, is wrong.
    """

    def __init__(
        self,
        weight_quantizer: Any = None,
        activation_quantizer: Any = "default",
        block_size: int | None = 128,
    ) -> None:
        if activation_quantizer == "default":
            activation_quantizer = None
        super().__init__(weight_quantizer, activation_quantizer)
        if block_size is not None and block_size != -1 and block_size < 1:
            raise ValueError(
                "Int4QuantizationConfig: `block_size` must be -1, None or a positive "
                f"number. Received: block_size={block_size}."
            )
        bounds = getattr(weight_quantizer, "value_range", (-8, 7))
        if bounds[0] < -8 or bounds[1] > 7:
            raise ValueError(
                "Int4QuantizationConfig: `weight_quantizer` must have a value_range in "
                f"[-8, 7]. Received: value_range={bounds}."
            )
        self.block_size = block_size

    @property
    def mode(self) -> str:
        """The name of the kind of quantization."""
        return "int4"

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the configuration again."""
        return {**super().get_config(), "block_size": self.block_size}


class Float8QuantizationConfig(QuantizationConfig):
    """Training with floats of eight bits."""

    def __init__(self) -> None:
        super().__init__(None, None)

    @property
    def mode(self) -> str:
        """The name of the kind of quantization."""
        return "float8"

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the configuration again."""
        return {}


class GPTQConfig(QuantizationConfig):
    """Weights rounded one by one, each mending the errors of those before.

    Args:
        dataset: texts to measure the errors with.
        tokenizer: turns texts into numbers.
        weight_bits: 2, 3, 4 or 8.
        num_samples: how many texts are used.
        per_channel: whether each output has its own scale.
        sequence_length: the length of the texts.
        hessian_damping: how much the measured curvature is smoothed, in (0, 1).
        group_size: how many weights share a scale; -1 for all.
        symmetric: whether zero is in the middle.
        activation_order: whether the weights that matter most come first.
        quantization_layer_structure: which layers belong together.

    Raises:
        ValueError: for a value out of range.
    """

    def __init__(
        self,
        dataset: Any,
        tokenizer: Any,
        *,
        weight_bits: int = 4,
        num_samples: int = 128,
        per_channel: bool = True,
        sequence_length: int = 512,
        hessian_damping: float = 0.01,
        group_size: int = 128,
        symmetric: bool = False,
        activation_order: bool = False,
        quantization_layer_structure: Any = None,
    ) -> None:
        super().__init__()
        _check("weight_bits", weight_bits, weight_bits in (2, 3, 4, 8), "2, 3, 4 or 8")
        _check_sizes(num_samples, sequence_length, group_size)
        fits = 0 <= hessian_damping <= 1
        _check("hessian_damping", hessian_damping, fits, "between 0 and 1")
        self.dataset = dataset
        self.tokenizer = tokenizer
        self.weight_bits = weight_bits
        self.num_samples = num_samples
        self.per_channel = per_channel
        self.sequence_length = sequence_length
        self.hessian_damping = hessian_damping
        self.group_size = group_size
        self.symmetric = symmetric
        self.activation_order = activation_order
        self.quantization_layer_structure = quantization_layer_structure

    @property
    def mode(self) -> str:
        """The name of the kind of quantization."""
        return "gptq"

    def dtype_policy_string(self) -> str:
        """Returns the mode with its numbers, as dtype policies name it."""
        return f"gptq/{self.weight_bits}/{self.group_size}"

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the configuration again, less the data."""
        return {
            "dataset": None,
            "tokenizer": None,
            "weight_bits": self.weight_bits,
            "num_samples": self.num_samples,
            "per_channel": self.per_channel,
            "sequence_length": self.sequence_length,
            "hessian_damping": self.hessian_damping,
            "group_size": self.group_size,
            "symmetric": self.symmetric,
            "activation_order": self.activation_order,
            "quantization_layer_structure": self.quantization_layer_structure,
        }


class AWQConfig(QuantizationConfig):
    """Weights of four bits, scaled by how strong their inputs are.

    Args:
        dataset: texts to measure the inputs with.
        tokenizer: turns texts into numbers.
        weight_bits: 4.
        num_samples: how many texts are used.
        sequence_length: the length of the texts.
        group_size: how many weights share a scale; -1 for all.
        num_grid_points: how many scales are tried.
        quantization_layer_structure: which layers belong together.

    Raises:
        ValueError: for a value out of range.
    """

    def __init__(
        self,
        dataset: Any,
        tokenizer: Any,
        *,
        weight_bits: int = 4,
        num_samples: int = 128,
        sequence_length: int = 512,
        group_size: int = 128,
        num_grid_points: int = 20,
        quantization_layer_structure: Any = None,
    ) -> None:
        super().__init__()
        _check("weight_bits", weight_bits, weight_bits == 4, "4")
        _check_sizes(num_samples, sequence_length, group_size)
        _check("num_grid_points", num_grid_points, num_grid_points > 0, "positive")
        self.dataset = dataset
        self.tokenizer = tokenizer
        self.weight_bits = weight_bits
        self.num_samples = num_samples
        self.sequence_length = sequence_length
        self.group_size = group_size
        self.num_grid_points = num_grid_points
        self.quantization_layer_structure = quantization_layer_structure

    @property
    def mode(self) -> str:
        """The name of the kind of quantization."""
        return "awq"

    def dtype_policy_string(self) -> str:
        """Returns the mode with its numbers, as dtype policies name it."""
        return f"awq/{self.weight_bits}/{self.group_size}"

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the configuration again, less the data."""
        return {
            "dataset": None,
            "tokenizer": None,
            "weight_bits": self.weight_bits,
            "num_samples": self.num_samples,
            "sequence_length": self.sequence_length,
            "group_size": self.group_size,
            "num_grid_points": self.num_grid_points,
            "quantization_layer_structure": self.quantization_layer_structure,
        }


def _check_sizes(num_samples: int, sequence_length: int, group_size: int) -> None:
    """Raises for counts that are not positive."""
    _check("num_samples", num_samples, num_samples > 0, "positive")
    _check("sequence_length", sequence_length, sequence_length > 0, "positive")
    _check(
        "group_size", group_size, group_size == -1 or group_size > 0, "-1 or positive"
    )


def _check(name: str, value: Any, fits: bool, wanted: str) -> None:
    """Raises when a number is out of range."""
    if not fits:
        raise ValueError(f"`{name}` must be {wanted}. Received: {name}={value}.")
