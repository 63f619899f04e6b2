"""Tables, features and optimizers of embeddings that are configured for TPUs."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any, ClassVar

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import array_creation, random, shape
from tensorbrook._src.ops import cast as casts

_COMBINERS = ("mean", "sum", "sqrtn")


@dataclasses.dataclass
class _Optimizer:
    """An optimizer of tables; this process doesn't train them."""

    def __post_init__(self) -> None:
        rate = getattr(self, "learning_rate", 0.0)
        if not callable(rate) and rate < 0:
            raise ValueError(f"`learning_rate` must not be negative, got {rate}.")


@dataclasses.dataclass
class SGD(_Optimizer):
    """Gradient descent for tables."""

    learning_rate: Any = 0.01
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None
    weight_decay_factor: float | None = None
    multiply_weight_decay_factor_by_learning_rate: bool | None = None
    clipvalue: Any = None
    low_dimensional_packing_status: bool = False


@dataclasses.dataclass
class Adagrad(_Optimizer):
    """Adagrad for tables."""

    learning_rate: Any = 0.001
    initial_accumulator_value: float = 0.1
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None
    weight_decay_factor: float | None = None
    multiply_weight_decay_factor_by_learning_rate: bool | None = None
    slot_variable_creation_fn: Callable[..., Any] | None = None
    clipvalue: Any = None
    low_dimensional_packing_status: bool = False


@dataclasses.dataclass
class AdagradMomentum(_Optimizer):
    """Adagrad with momentum for tables."""

    learning_rate: Any = 0.001
    momentum: float = 0.0
    use_nesterov: bool = False
    exponent: float = 2
    beta2: float = 1
    epsilon: float = 1e-10
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None
    weight_decay_factor: float | None = None
    multiply_weight_decay_factor_by_learning_rate: bool | None = None
    slot_variable_creation_fn: Callable[..., Any] | None = None
    clipvalue: Any = None
    low_dimensional_packing_status: bool = False


@dataclasses.dataclass
class Adam(_Optimizer):
    """Adam for tables."""

    learning_rate: Any = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-07
    lazy_adam: bool = True
    sum_inside_sqrt: bool = True
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None
    weight_decay_factor: float | None = None
    multiply_weight_decay_factor_by_learning_rate: bool | None = None
    slot_variable_creation_fn: Callable[..., Any] | None = None
    clipvalue: Any = None
    low_dimensional_packing_status: bool = False


@dataclasses.dataclass
class FTRL(_Optimizer):
    """FTRL for tables."""

    learning_rate: Any = 0.001
    learning_rate_power: float = -0.5
    l1_regularization_strength: float = 0.0
    l2_regularization_strength: float = 0.0
    beta: float = 0.0
    initial_accumulator_value: float = 0.1
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None
    weight_decay_factor: float | None = None
    multiply_weight_decay_factor_by_learning_rate: bool | None = None
    slot_variable_creation_fn: Callable[..., Any] | None = None
    clipvalue: Any = None
    multiply_linear_by_learning_rate: bool = False
    allow_zero_accumulator: bool = False
    low_dimensional_packing_status: bool = False


class CustomOptimizer(_Optimizer):
    """An optimizer that the program has written.

    Args:
        custom_computation: The step: a function of gradients, weights and slots.
        learning_rate: The step size.
        slot_names: The names of the slots.
        slot_initializers: Their first values.
        hyperparameters: Further numbers.
        slot_dims: The widths of the slots.
    """

    def __init__(
        self,
        custom_computation: Callable[..., Any],
        learning_rate: Any = 0.01,
        slot_names: Any = None,
        slot_initializers: Any = None,
        hyperparameters: Any = None,
        slot_dims: Any = None,
    ) -> None:
        self._custom_computation = custom_computation
        self.learning_rate = learning_rate
        self.slot_names = list(slot_names or ())
        self.slot_initializers = list(slot_initializers or ())
        self._hyperparameters = tuple(hyperparameters or ())
        self._slot_dims = tuple(slot_dims or ())

    @property
    def custom_computation(self) -> Callable[..., Any]:
        """The step."""
        return self._custom_computation

    @property
    def hyperparameters(self) -> tuple[Any, ...]:
        """Further numbers."""
        return self._hyperparameters

    @property
    def slot_dims(self) -> tuple[Any, ...]:
        """The widths of the slots."""
        return self._slot_dims


@dataclasses.dataclass
class CustomCombiner:
    """A combiner that the program has written; this process doesn't run it."""

    combiner_computation: Callable[..., Any]
    max_valency: int
    num_weights: int = 0
    initializer: Callable[..., Any] | None = None
    combiner_weights_learning_rate: Any = 0.01

    CUSTOM_COMBINER_SLOT_NAME: ClassVar[str] = "custom_combiner_weights"


@dataclasses.dataclass
class QuantizationConfig:
    """How activations are rounded on their way.

    Attributes:
        num_buckets: How many values there are.
        lower: The least.
        upper: The greatest.
    """

    num_buckets: int
    lower: float
    upper: float

    def __post_init__(self) -> None:
        if self.num_buckets < 2:
            raise ValueError(f"`num_buckets` must be at least 2: {self.num_buckets}.")


@dataclasses.dataclass
class RowIdInitializer:
    """Fills each row of a table with its number.

    Attributes:
        offset: What is added to the numbers.
    """

    offset: int = 0

    def __call__(self, shape_: Any, dtype: Any, **kwargs: Any) -> Any:
        """The first values of a table.

        Args:
            shape_: The shape of the table.
            dtype: Its dtype.
            **kwargs: Accepted for compatibility.
        """
        rows = array_creation.range(self.offset, self.offset + int(shape_[0]))
        column = shape.reshape(casts.cast(rows, dtype), [-1, 1])
        return shape.broadcast_to(column, shape_)


@dataclasses.dataclass
class SparseCoreEmbeddingConfig:
    """Limits of the hardware for embeddings; they change nothing here."""

    disable_table_stacking: bool = False
    max_ids_per_chip_per_sample: int = 64
    max_ids_per_table: dict[str, int] | None = None
    max_unique_ids_per_table: dict[str, int] | None = None
    allow_id_dropping: bool = False
    initialize_tables_on_host: bool = True
    enable_fast_table_initialization: bool = False


class TableConfig:
    """A table of embeddings.

    Args:
        vocabulary_size: The number of rows.
        dim: The number of columns.
        initializer: A function of shape and dtype that gives the first values; by
            default a truncated normal distribution.
        optimizer: The optimizer of the table.
        combiner: How the rows of one example become one: "mean", "sum" or "sqrtn".
        name: The name.
        quantization_config: How activations are rounded.
        layout: Accepted for compatibility.
        dtype: The dtype.

    Raises:
        ValueError: A size isn't positive, or there is no such combiner.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tpu.experimental.embedding.TableConfig(10, 4, name="t").dim
        4
    """

    def __init__(
        self,
        vocabulary_size: int,
        dim: int,
        initializer: Callable[..., Any] | None = None,
        optimizer: Any = None,
        combiner: Any = "mean",
        name: str | None = None,
        quantization_config: QuantizationConfig | None = None,
        layout: Any = None,
        dtype: Any = dtypes.float32,
    ) -> None:
        for what, value in (("vocabulary_size", vocabulary_size), ("dim", dim)):
            if not isinstance(value, int) or value < 1:
                raise ValueError(
                    f"TableConfig: `{what}` must be positive, got {value}."
                )
        if initializer is not None and not callable(initializer):
            raise ValueError(
                f"TableConfig: `initializer` {initializer} isn't callable."
            )
        if combiner not in _COMBINERS and not isinstance(combiner, CustomCombiner):
            raise ValueError(
                f"TableConfig: `combiner` must be one of {_COMBINERS}, got {combiner!r}."
            )
        self.vocabulary_size = vocabulary_size
        self.dim = dim
        self.initializer = initializer or self._normal
        self.optimizer = optimizer
        self.combiner = combiner
        self.name = name
        self.quantization_config = quantization_config
        self.layout = layout
        self.dtype = dtypes.as_dtype(dtype)

    def _normal(self, shape_: Any, dtype: Any = dtypes.float32) -> Any:
        deviation = 1.0 / math.sqrt(self.dim)
        return random.truncated_normal(shape_, stddev=deviation, dtype=dtype)

    def __repr__(self) -> str:
        return (
            f"TableConfig(vocabulary_size={self.vocabulary_size}, dim={self.dim}, "
            f"combiner={self.combiner!r}, name={self.name!r})"
        )


class FeatureConfig:
    """A feature whose values are looked up in a table.

    Args:
        table: The table.
        max_sequence_length: The length of sequences, or 0 where rows are combined.
        validate_weights_and_indices: Accepted for compatibility.
        output_shape: The shape of the activations without the last axis.
        name: The name.

    Raises:
        ValueError: `table` is no `TableConfig`.
    """

    def __init__(
        self,
        table: TableConfig,
        max_sequence_length: int = 0,
        validate_weights_and_indices: bool = True,
        output_shape: Any = None,
        name: str | None = None,
    ) -> None:
        if not isinstance(table, TableConfig):
            raise ValueError(f"FeatureConfig: `table` {table!r} is no TableConfig.")
        self.table = table
        self.max_sequence_length = max_sequence_length
        self.validate_weights_and_indices = validate_weights_and_indices
        self.output_shape = output_shape
        self.name = name

    def __repr__(self) -> str:
        return f"FeatureConfig(table={self.table!r}, name={self.name!r})"
