"""Dtype policies of quantized layers."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from tensorbrook._src.keras.backend import dtypes
from tensorbrook._src.keras.backend.dtypes import DTypePolicy
from tensorbrook._src.keras.saving import registry

_MODES = ("int8", "float8", "int4", "gptq", "awq")


class QuantizedDTypePolicy(DTypePolicy):
    """The policy of a layer whose weights have few bits.

    Args:
        mode: `"int8"`, `"int4"`, `"float8"`, or with numbers such as `"gptq/4/128"`.
        source_name: the policy of the floats; by default the global one.

    Raises:
        ValueError: for an unknown mode, or one that does not suit the floats.

    Example:
        >>> from tensorbrook import keras
        >>> keras.dtype_policies.QuantizedDTypePolicy("int8", "float32").name
        'int8_from_float32'
    """

    _pattern = re.compile("|".join(_MODES))
    _form = f"one of {_MODES}"

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        kind = mode.split("/")[0] if isinstance(mode, str) else mode
        if kind not in _MODES:
            raise ValueError(
                f"Invalid quantization mode. It must be one of {_MODES}. Received: "
                f"mode={mode!r}."
            )
        if not self._pattern.fullmatch(mode):
            raise ValueError(
                f"{type(self).__name__}: `mode` must be {self._form}. Received: "
                f"mode={mode!r}."
            )
        if source_name is None:
            source_name = dtypes.global_policy().name
        super().__init__(source_name)
        if kind == "int8" and self._compute_dtype == "float16":
            raise ValueError(
                "The quantization mode 'int8' does not work with float16: use "
                f"bfloat16. Received: source_name={source_name!r}."
            )
        self.mode = mode
        self._source_name = source_name
        self._quantization_mode = kind
        self._name = f"{mode}_from_{source_name}"

    @property
    def quantization_mode(self) -> str | None:
        """The kind of quantization."""
        return self._quantization_mode

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal policy."""
        return {"mode": self.mode, "source_name": self._source_name}


class QuantizedFloat8DTypePolicy(QuantizedDTypePolicy):
    """The policy of a layer that trains with floats of eight bits.

    Args:
        mode: `"float8"`.
        source_name: the policy of the wider floats.
        amax_history_length: how many greatest magnitudes are remembered.
    """

    default_amax_history_length = 1024
    _pattern = re.compile("float8")
    _form = "'float8'"

    def __init__(
        self,
        mode: str,
        source_name: str | None = None,
        amax_history_length: int = 1024,
    ) -> None:
        super().__init__(mode, source_name)
        if not isinstance(amax_history_length, int):
            raise TypeError(
                "QuantizedFloat8DTypePolicy: `amax_history_length` must be an integer. "
                f"Received: amax_history_length={amax_history_length!r}."
            )
        self._amax_history_length = amax_history_length

    @property
    def amax_history_length(self) -> int:
        """How many greatest magnitudes are remembered."""
        return self._amax_history_length

    def __eq__(self, other: object) -> bool:
        same_length = getattr(other, "amax_history_length", None)
        return super().__eq__(other) and same_length == self.amax_history_length

    def __hash__(self) -> int:
        return hash((self._name, self._amax_history_length))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal policy."""
        length = {"amax_history_length": self.amax_history_length}
        return {**super().get_config(), **length}


class Int4DTypePolicy(QuantizedDTypePolicy):
    """The policy of a layer whose weights have four bits, with scales for blocks.

    Args:
        mode: `"int4/<block_size>"`.
        source_name: the policy of the floats.
    """

    _pattern = re.compile(r"int4/(-1|[1-9]\d*)")
    _form = "'int4/<block_size>', the size -1 or positive"


class GPTQDTypePolicy(QuantizedDTypePolicy):
    """The policy of a layer quantized by GPTQ.

    Args:
        mode: `"gptq/<weight_bits>/<group_size>"`.
        source_name: the policy of the floats.
    """

    _pattern = re.compile(r"gptq/[2348]/(-1|[1-9]\d*)")
    _form = "'gptq/<weight_bits>/<group_size>'"


class AWQDTypePolicy(QuantizedDTypePolicy):
    """The policy of a layer quantized by AWQ.

    Args:
        mode: `"awq/4/<group_size>"`.
        source_name: the policy of the floats.
    """

    _pattern = re.compile(r"awq/4/(-1|[1-9]\d*)")
    _form = "'awq/4/<group_size>'"


class DTypePolicyMap(DTypePolicy, MutableMapping):  # type: ignore[type-arg]
    """Policies for the paths of layers.

    Args:
        default_policy: the policy where no key fits; by default the global one.
        policy_map: policies by path, or by a pattern for paths.

    Example:
        >>> from tensorbrook import keras
        >>> policies = keras.dtype_policies.DTypePolicyMap()
        >>> policies["model/dense"] = keras.dtype_policies.DTypePolicy("bfloat16")
        >>> policies["model/dense"].name, policies["model/other"].name
        ('bfloat16', 'float32')
    """

    def __init__(
        self, default_policy: Any = None, policy_map: dict[str, Any] | None = None
    ) -> None:
        if policy_map is not None and not isinstance(policy_map, dict):
            raise TypeError(
                f"DTypePolicyMap: `policy_map` must be a dict. Received: {policy_map!r}."
            )
        self._given = default_policy
        self._policy_map = policy_map or {}
        source = self.default_policy
        super().__init__(getattr(source, "_source_name", source.name))
        self._name = f"map_{source.name}"

    @property
    def default_policy(self) -> DTypePolicy:
        """The policy where no key fits."""
        return dtypes.get_policy(self._given)

    @property
    def quantization_mode(self) -> str | None:
        """The kind of quantization of the default policy."""
        return self.default_policy.quantization_mode

    def __getitem__(self, key: str) -> DTypePolicy:
        if key in self._policy_map:
            return self._policy_map[key]
        fitting = [name for name in self._policy_map if re.fullmatch(name, key)]
        if len(fitting) > 1:
            raise ValueError(
                f"The path {key!r} fits several keys of the DTypePolicyMap: {fitting}."
            )
        return self._policy_map[fitting[0]] if fitting else self.default_policy

    def __setitem__(self, key: str, policy: DTypePolicy) -> None:
        if key in self._policy_map:
            raise ValueError(
                f"The DTypePolicyMap already holds {self._policy_map[key]} for {key!r}."
            )
        if not isinstance(policy, DTypePolicy):
            raise ValueError(
                "The values of a DTypePolicyMap must be DTypePolicy objects. Received: "
                f"{policy!r} of the type {type(policy).__name__}."
            )
        self._policy_map[key] = policy

    def __delitem__(self, key: str) -> None:
        self._policy_map.pop(key)

    def __contains__(self, key: object) -> bool:
        return key in self._policy_map

    def __len__(self) -> int:
        return len(self._policy_map)

    def __iter__(self) -> Iterator[str]:
        return iter(self._policy_map)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        pairs = [(key, policy.name) for key, policy in self._policy_map.items()]
        default = self.default_policy.name
        return f"<DTypePolicyMap default_policy={default}, mapping={pairs}>"

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal map."""
        given = self._given
        return {
            "default_policy": given and registry.serialize_keras_object(given),
            "policy_map": {
                key: registry.serialize_keras_object(policy)
                for key, policy in self._policy_map.items()
            },
        }

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> DTypePolicyMap:
        """Makes a map from what `get_config` returned.

        Args:
            config: the arguments.
            custom_objects: classes by name.
        """
        policies = {
            key: registry.deserialize_keras_object(policy, custom_objects)
            for key, policy in config["policy_map"].items()
        }
        default = config["default_policy"]
        return cls(default and dtypes.get_policy(default), policies)


def quantized_policy(name: str) -> QuantizedDTypePolicy:
    """Returns the policy for a name such as `"int8_from_float32"`.

    Args:
        name: mode and source.

    Raises:
        ValueError: for an unknown mode.
    """
    mode, _, source = name.partition("_from_")
    kinds = {"float8": QuantizedFloat8DTypePolicy, "gptq": GPTQDTypePolicy}
    kinds |= {"awq": AWQDTypePolicy}
    kind = kinds.get(mode.split("/")[0], QuantizedDTypePolicy)
    if mode.startswith("int4/"):
        kind = Int4DTypePolicy
    return kind(mode, source)


dtypes.policies_by_mark["_from_"] = quantized_policy
