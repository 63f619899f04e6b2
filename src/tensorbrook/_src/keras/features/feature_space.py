"""A table of columns as the input of a model."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor, any_symbolic
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.features.feature import Cross, Feature
from tensorbrook._src.keras.saving import registry


class FeatureSpace(Layer):
    """Encodes the columns of a table: numbers scaled, categories as one-hot vectors.

    Args:
        features: for each column a `Feature`, as the methods of this class make them,
            or the name of such a method, such as `"float_normalized"`.
        output_mode: `"concat"` for one vector, `"dict"` for one for each column.
        crosses: tuples of columns whose combinations count, or what `cross` returns.
        crossing_dim: into how many bins the combinations go.
        hashing_dim: into how many bins hashed categories go.
        num_discretization_bins: into how many bins numbers go.
        name: the name.

    Raises:
        ValueError: for columns or modes that are not known.

    Example:
        >>> import tensorbrook as tf
        >>> table = {"age": [1.0, 2.0], "kind": ["a", "b"]}
        >>> space = tf.keras.utils.FeatureSpace(
        ...     {"age": "float", "kind": "string_categorical"})
        >>> space.adapt(tf.data.Dataset.from_tensor_slices(table))
        >>> space({"age": [7.0], "kind": ["a"]}).numpy().tolist()
        [[7.0, 0.0, 0.0, 1.0]]
    """

    def __init__(
        self,
        features: Any,
        output_mode: str = "concat",
        crosses: Any = None,
        crossing_dim: int = 32,
        hashing_dim: int = 32,
        num_discretization_bins: int = 32,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        if not features:
            raise ValueError("FeatureSpace: `features` cannot be None or empty.")
        if output_mode not in ("concat", "dict"):
            raise ValueError(
                "FeatureSpace: `output_mode` must be 'concat' or 'dict'. Received: "
                f"output_mode={output_mode!r}."
            )
        self.crossing_dim = crossing_dim
        self.hashing_dim = hashing_dim
        self.num_discretization_bins = num_discretization_bins
        self.output_mode = output_mode
        self.autocast = False
        made = {key: self._feature(key, value) for key, value in features.items()}
        self.__dict__["features"] = made
        self.__dict__["crosses"] = [self._cross(item) for item in crosses or ()]
        self._check_crosses()
        self.preprocessors = {key: item.preprocessor for key, item in made.items()}
        crossing = tf.keras.layers.HashedCrossing
        self.crossers = {
            cross.name: crossing(cross.crossing_dim, name=cross.name)
            for cross in self.crosses
        }
        self._inputs: Any = None
        self._encoded: Any = None
        self.is_adapted = not any(self._adaptable())

    def _check_crosses(self) -> None:
        """Raises for crosses of unknown columns."""
        for cross in self.crosses:
            unknown = [x for x in cross.feature_names if x not in self.features]
            if unknown:
                raise ValueError(
                    f"FeatureSpace: the columns {unknown} of a cross are not among the "
                    f"features {sorted(self.features)}."
                )

    def _cross(self, item: Any) -> Cross:
        """Returns the cross that an argument means."""
        if isinstance(item, dict):
            item = Cross.from_config(item.get("config", item))
        return item if isinstance(item, Cross) else Cross(item, self.crossing_dim)

    def _feature(self, name: str, item: Any) -> Feature:
        """Returns the feature that an argument means."""
        if isinstance(item, Feature):
            return item
        if isinstance(item, dict):
            return Feature.from_config(item.get("config", item))
        makers = {
            "float": lambda: self.float(name=name),
            "float_normalized": lambda: self.float_normalized(name=name),
            "float_rescaled": lambda: self.float_rescaled(name=name),
            "float_discretized": lambda: self.float_discretized(
                name=name, num_bins=self.num_discretization_bins
            ),
            "integer_categorical": lambda: self.integer_categorical(name=name),
            "string_categorical": lambda: self.string_categorical(name=name),
            "integer_hashed": lambda: self.integer_hashed(self.hashing_dim, name=name),
            "string_hashed": lambda: self.string_hashed(self.hashing_dim, name=name),
        }
        if item not in makers:
            raise ValueError(
                f"FeatureSpace: the kind of the feature {name!r} must be one of "
                f"{sorted(makers)}. Received: {item!r}."
            )
        return makers[item]()

    # Kinds of columns --------------------------------------------------------

    @classmethod
    def cross(
        cls, feature_names: Any, crossing_dim: int, output_mode: str = "one_hot"
    ) -> Cross:
        """Returns columns whose combinations count.

        Args:
            feature_names: the columns.
            crossing_dim: into how many bins the combinations go.
            output_mode: `"one_hot"` or `"int"`.
        """
        return Cross(feature_names, crossing_dim, output_mode)

    @classmethod
    def feature(cls, dtype: str, preprocessor: Any, output_mode: str) -> Feature:
        """Returns a column with a layer of one's own.

        Args:
            dtype: the type of the column.
            preprocessor: the layer.
            output_mode: `"one_hot"`, `"int"` or `"float"`.
        """
        return Feature(dtype, preprocessor, output_mode)

    @classmethod
    def float(cls, name: str | None = None) -> Feature:  # noqa: A003
        """Returns a column of numbers that stay as they are.

        Args:
            name: the name.
        """
        layer = tf.keras.layers.Identity(name=_label(name))
        return Feature("float32", layer, "float")

    @classmethod
    def float_rescaled(
        cls, scale: Any = 1.0, offset: Any = 0.0, name: str | None = None
    ) -> Feature:
        """Returns a column of numbers, multiplied and moved.

        Args:
            scale: the factor.
            offset: what is added.
            name: the name.
        """
        layer = tf.keras.layers.Rescaling(scale, offset, name=_label(name))
        return Feature("float32", layer, "float")

    @classmethod
    def float_normalized(cls, name: str | None = None) -> Feature:
        """Returns a column of numbers with mean 0 and variance 1.

        Args:
            name: the name.
        """
        layer = tf.keras.layers.Normalization(axis=-1, name=_label(name))
        return Feature("float32", layer, "float")

    @classmethod
    def float_discretized(
        cls,
        num_bins: int,
        bin_boundaries: Any = None,
        output_mode: str = "one_hot",
        name: str | None = None,
    ) -> Feature:
        """Returns a column of numbers, each in a bin.

        Args:
            num_bins: how many bins.
            bin_boundaries: where they end; by default found by `adapt`.
            output_mode: `"one_hot"` or `"int"`.
            name: the name.
        """
        layer = tf.keras.layers.Discretization(
            num_bins=None if bin_boundaries else num_bins,
            bin_boundaries=bin_boundaries,
            name=_label(name),
        )
        return Feature("float32", layer, output_mode)

    @classmethod
    def integer_categorical(
        cls,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        output_mode: str = "one_hot",
        name: str | None = None,
    ) -> Feature:
        """Returns a column of integers that name categories.

        Args:
            max_tokens: how many categories there are at most.
            num_oov_indices: how many stand for unknown ones.
            output_mode: `"one_hot"` or `"int"`.
            name: the name.
        """
        layer = tf.keras.layers.IntegerLookup(
            max_tokens=max_tokens, num_oov_indices=num_oov_indices, name=_label(name)
        )
        return Feature("int32", layer, output_mode)

    @classmethod
    def string_categorical(
        cls,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        output_mode: str = "one_hot",
        name: str | None = None,
    ) -> Feature:
        """Returns a column of strings that name categories.

        Args:
            max_tokens: how many categories there are at most.
            num_oov_indices: how many stand for unknown ones.
            output_mode: `"one_hot"` or `"int"`.
            name: the name.
        """
        layer = tf.keras.layers.StringLookup(
            max_tokens=max_tokens, num_oov_indices=num_oov_indices, name=_label(name)
        )
        return Feature("string", layer, output_mode)

    @classmethod
    def integer_hashed(
        cls, num_bins: int, output_mode: str = "one_hot", name: str | None = None
    ) -> Feature:
        """Returns a column of integers, each in a bin by its hash.

        Args:
            num_bins: how many bins.
            output_mode: `"one_hot"` or `"int"`.
            name: the name.
        """
        layer = tf.keras.layers.Hashing(num_bins, name=_label(name))
        return Feature("int32", layer, output_mode)

    @classmethod
    def string_hashed(
        cls, num_bins: int, output_mode: str = "one_hot", name: str | None = None
    ) -> Feature:
        """Returns a column of strings, each in a bin by its hash.

        Args:
            num_bins: how many bins.
            output_mode: `"one_hot"` or `"int"`.
            name: the name.
        """
        layer = tf.keras.layers.Hashing(num_bins, name=_label(name))
        return Feature("string", layer, output_mode)

    # Learning from data ------------------------------------------------------

    def _adaptable(self) -> list[str]:
        """Returns the columns whose layers have to see data first."""
        kinds = (
            tf.keras.layers.Normalization,
            tf.keras.layers.Discretization,
            tf.keras.layers.IntegerLookup,
            tf.keras.layers.StringLookup,
            tf.keras.layers.TextVectorization,
        )
        return [
            name
            for name, layer in self.preprocessors.items()
            if isinstance(layer, kinds) and not _knows(layer)
        ]

    def adapt(self, dataset: Any) -> None:
        """Lets the layers of the columns see data.

        Args:
            dataset: a dataset of dicts, or a dict of arrays.

        Raises:
            ValueError: for anything else.
        """
        if isinstance(dataset, dict):
            dataset = tf.data.Dataset.from_tensor_slices(dataset)
        if not isinstance(dataset, tf.data.Dataset):
            raise ValueError(
                "FeatureSpace.adapt takes a tf.data.Dataset or a dict of arrays. "
                f"Received: {type(dataset).__name__}."
            )
        for name in self._adaptable():
            column = dataset.map(lambda row, name=name: row[name])
            rank = column.element_spec.shape.rank
            if rank == 0:
                column = column.batch(32)
            if rank in (0, 1):
                column = column.map(lambda values: tf.expand_dims(values, -1))
            self.preprocessors[name].adapt(column)
        self.is_adapted = True
        self.get_encoded_features()
        self.built = True

    def get_inputs(self) -> dict[str, Any]:
        """Returns a symbolic input for each column."""
        self._check_adapted()
        if self._inputs is None:
            self.__dict__["_inputs"] = {
                name: tf.keras.Input((1,), dtype=item.dtype, name=name)
                for name, item in self.features.items()
            }
        return self._inputs

    def get_encoded_features(self) -> Any:
        """Returns the symbolic encoding of the symbolic inputs."""
        self._check_adapted()
        if self._encoded is None:
            self.__dict__["_encoded"] = self._encode(self.get_inputs())
        return self._encoded

    def _check_adapted(self) -> None:
        """Raises while the layers have not seen data."""
        if not self.is_adapted:
            raise ValueError(
                "FeatureSpace: call `.adapt(dataset)` before using it: the columns "
                f"{self._adaptable()} have to see data."
            )

    # Encoding ----------------------------------------------------------------

    def build(self, input_shape: Any) -> None:
        """Makes nothing: the layers of the columns have what they need.

        Args:
            input_shape: the shapes of the columns.
        """

    def call(self, data: Any) -> Any:
        """Returns the encoded columns.

        Args:
            data: a dict of columns, or of single values.
        """
        self._check_adapted()
        missing = [name for name in self.features if name not in data]
        if missing:
            raise ValueError(f"FeatureSpace: the columns {missing} are missing.")
        values = {name: self._column(name, data[name]) for name in self.features}
        single = all(rank == 0 for _, rank in values.values())
        found = self._encode({name: value for name, (value, _) in values.items()})
        if not single:
            return found
        return tf.nest.map_structure(lambda value: tf.squeeze(value, 0), found)

    def __call__(self, data: Any, **kwargs: Any) -> Any:
        """Returns the encoded columns, symbolic ones for symbolic inputs."""
        self._check_adapted()
        if any_symbolic(data):
            return super().__call__(data, **kwargs)
        held = {name: tf.convert_to_tensor(value) for name, value in data.items()}
        return super().__call__(held, **kwargs)

    def _column(self, name: str, value: Any) -> tuple[Any, int]:
        """Returns a column (batch, 1), and the rank that it had."""
        value = tf.convert_to_tensor(value)
        kind = self.features[name].dtype
        if kind != "string" and value.dtype.name != kind:
            value = tf.cast(value, kind)
        rank = value.shape.rank
        if rank == 0:
            return tf.reshape(value, [1, 1]), 0
        return (tf.expand_dims(value, -1), 1) if rank == 1 else (value, rank)

    def _encode(self, columns: dict[str, Any]) -> Any:
        """Returns the encoding of columns (batch, 1)."""
        ready = {name: self.preprocessors[name](x) for name, x in columns.items()}
        found = {}
        for name in sorted(ready):
            item = self.features[name]
            found[name] = self._written(name, ready[name], item.output_mode)
        for cross in self.crosses:
            parts = tuple(ready[name] for name in cross.feature_names)
            joined = self.crossers[cross.name](parts)
            mode = cross.output_mode
            found[cross.name] = self._written(cross.name, joined, mode)
        if self.output_mode == "dict":
            return found
        self._check_floats()
        parts = [_as_float(value) for value in found.values()]
        return tf.keras.ops.concatenate(parts, axis=-1) if len(parts) > 1 else parts[0]

    def _written(self, name: str, value: Any, mode: str) -> Any:
        """Returns numbers of categories as one-hot vectors, where wanted."""
        if mode != "one_hot":
            return value
        layers = tf.keras.layers
        encoders = self.__dict__.setdefault("_encoders", {})
        if name not in encoders:
            count = self._cardinality(name)
            encoders[name] = layers.CategoryEncoding(
                num_tokens=count, output_mode="multi_hot", name=f"{name}_encoder"
            )
        return encoders[name](value)

    def _cardinality(self, name: str) -> int:
        """Returns how many categories a column or a cross has."""
        if name in self.crossers:
            return self.crossers[name].num_bins
        layer = self.preprocessors[name]
        if hasattr(layer, "vocabulary_size"):
            return layer.vocabulary_size()
        if isinstance(layer, tf.keras.layers.Discretization):
            return len(layer.bin_boundaries) + 1
        if hasattr(layer, "num_bins"):
            return layer.num_bins
        raise ValueError(
            f"FeatureSpace: the feature {name!r} cannot be one-hot: its layer "
            f"{type(layer).__name__} does not say how many categories there are."
        )

    def _check_floats(self) -> None:
        """Raises for columns of integers, which cannot stand in one vector."""
        for name, item in (
            *self.features.items(),
            *((c.name, c) for c in self.crosses),
        ):
            if item.output_mode == "int":
                raise ValueError(
                    f"FeatureSpace: the feature {name!r} is not encoded "
                    "(output_mode='int'), so it cannot be joined with others: use "
                    "output_mode='dict' for the FeatureSpace."
                )

    # Configuration -----------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        serialize = registry.serialize_keras_object
        return {
            "features": {key: serialize(item) for key, item in self.features.items()},
            "output_mode": self.output_mode,
            "crosses": [serialize(cross) for cross in self.crosses],
            "crossing_dim": self.crossing_dim,
            "hashing_dim": self.hashing_dim,
            "num_discretization_bins": self.num_discretization_bins,
        }

    def get_build_config(self) -> dict[str, Any] | None:
        """Returns whether the layers of the columns have seen data."""
        return {"is_adapted": True} if self.is_adapted else None

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Makes the variables of the layers of the columns.

        Args:
            config: what `get_build_config` returned.
        """
        for layer in self.preprocessors.values():
            if not layer.built:
                layer.build((None, 1))
        self.is_adapted = True
        self.built = True

    def save(self, filepath: Any) -> None:
        """Writes the layer into a `.keras` file.

        Args:
            filepath: the path.
        """
        tf.keras.saving.save_model(self, filepath)


def _label(name: str | None) -> str | None:
    """Returns the name of the layer of a column."""
    return name and f"{name}_preprocessor"


def _knows(layer: Any) -> bool:
    """Returns whether a layer has what it needs without seeing data."""
    if isinstance(layer, tf.keras.layers.Normalization):
        return layer.input_mean is not None
    if isinstance(layer, tf.keras.layers.Discretization):
        return layer.bin_boundaries is not None
    return layer.vocabulary_size() > layer.num_oov_indices


def _as_float(value: Any) -> Any:
    """Returns a column as floats."""
    if isinstance(value, KerasTensor):
        return tf.keras.ops.cast(value, "float32")
    return tf.cast(value, "float32")
