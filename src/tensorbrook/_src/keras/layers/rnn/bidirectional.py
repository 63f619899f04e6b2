"""A recurrent layer in both directions."""

from __future__ import annotations

import copy
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.call_context import call_signature
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import registry

_MERGES = ("sum", "mul", "ave", "concat", None)


class Bidirectional(Layer):
    """Runs a recurrent layer forwards and a copy of it backwards.

    Args:
        layer: the recurrent layer.
        merge_mode: `"concat"`, `"sum"`, `"mul"`, `"ave"`, or None for both outputs.
        weights: the first values of all weights.
        backward_layer: the layer that runs backwards; by default a copy.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Raises:
        ValueError: for another merge mode, or layers that do not fit.

    Example:
        >>> from tensorbrook import keras
        >>> Bidirectional(keras.layers.LSTM(4))(tf.ones((2, 5, 3))).shape
        TensorShape([2, 8])
    """

    def __init__(
        self,
        layer: Any,
        merge_mode: str | None = "concat",
        weights: Any = None,
        backward_layer: Any = None,
        **kwargs: Any,
    ) -> None:
        if not isinstance(layer, Layer):
            raise ValueError(
                f"Bidirectional: `layer` must be a Layer. Received: layer={layer!r}."
            )
        if merge_mode not in _MERGES:
            raise ValueError(
                f"Bidirectional: `merge_mode` must be one of {_MERGES}. Received: "
                f"merge_mode={merge_mode!r}."
            )
        kwargs.setdefault("dtype", layer.dtype_policy)
        super().__init__(**kwargs)
        self.merge_mode = merge_mode
        name = layer.name.removeprefix("forward_")
        self.forward_layer = _recreated(layer, f"forward_{name}", False)
        if backward_layer is None:
            backward_layer = _recreated(layer, f"backward_{name}", True)
        self.backward_layer = backward_layer
        self._check()
        for inside in (self.forward_layer, self.backward_layer):
            # Masked outputs of both directions must agree where they are merged.
            if hasattr(inside, "zero_output_for_mask"):
                inside.zero_output_for_mask = inside.return_sequences
        self.stateful = layer.stateful
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self.supports_masking = True
        self.input_spec = layer.input_spec
        self._first_weights = copy.copy(weights)

    def _check(self) -> None:
        """Raises when the two layers do not fit."""
        forward, backward = self.forward_layer, self.backward_layer
        if forward.go_backwards == backward.go_backwards:
            raise ValueError(
                "Bidirectional: the forward and the backward layer must have "
                "different values of `go_backwards`. Received: "
                f"{forward.go_backwards} for both."
            )
        for name in ("stateful", "return_sequences", "return_state"):
            if getattr(forward, name) != getattr(backward, name):
                raise ValueError(
                    "Bidirectional: the forward and the backward layer must have the "
                    f"same `{name}`. Received: {getattr(forward, name)} and "
                    f"{getattr(backward, name)}."
                )

    @property
    def layer(self) -> Any:
        """The forward layer."""
        return self.forward_layer

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Builds both layers."""
        for inside in (self.forward_layer, self.backward_layer):
            if not inside.built:
                inside.build(sequences_shape)
                inside.built = True
        if self._first_weights:
            self.set_weights(self._first_weights)

    def compute_output_shape(
        self, sequences_shape: Any, initial_state_shape: Any = None
    ) -> Any:
        """Returns the shape of the outputs."""
        shape = self.forward_layer.compute_output_shape(sequences_shape)
        output, states = shape, ()
        if self.return_state:
            output, *states = shape
        if self.merge_mode == "concat":
            output = (*output[:-1], output[-1] * 2)
        elif self.merge_mode is None:
            output = [output, tuple(output)]
        if not self.return_state:
            return output
        outputs = output if self.merge_mode is None else (output,)
        return (*outputs, *states, *states)

    def call(
        self,
        sequences: Any,
        initial_state: Any = None,
        mask: Any = None,
        training: Any = None,
    ) -> Any:
        """Computes the outputs of both layers, merged."""
        halves: list[Any] = [None, None]
        if initial_state is not None:
            middle = len(initial_state) // 2
            halves = [list(initial_state[:middle]), list(initial_state[middle:])]
        pair = (self.forward_layer, self.backward_layer)
        found = []
        for inside, state in zip(pair, halves, strict=True):
            signature = call_signature(type(inside).call)
            extra = {"mask": mask} if signature.has_mask else {}
            if signature.has_training:
                extra["training"] = training
            if state is not None:
                extra["initial_state"] = state
            found.append(inside(sequences, **extra))
        states: tuple[Any, ...] = ()
        if self.return_state:
            states = (*found[0][1:], *found[1][1:])
            found = [found[0][0], found[1][0]]
        forward, backward = found
        if self.return_sequences:
            backward = tf.reverse(backward, [1])
        output = self._merged(forward, backward)
        if not self.return_state:
            return output
        return (*output, *states) if self.merge_mode is None else (output, *states)

    def _merged(self, forward: Any, backward: Any) -> Any:
        """Returns the two outputs as one."""
        if self.merge_mode == "concat":
            return tf.concat([forward, backward], axis=-1)
        if self.merge_mode == "sum":
            return forward + backward
        if self.merge_mode == "ave":
            return (forward + backward) / 2
        if self.merge_mode == "mul":
            return forward * backward
        return (forward, backward)

    def compute_mask(self, _: Any, mask: Any) -> Any:
        """Returns the masks of the outputs."""
        if isinstance(mask, list | tuple):
            mask = mask[0]
        kept = mask if self.return_sequences else None
        output_mask: Any = kept if self.merge_mode else [kept, kept]
        if not self.return_state:
            return output_mask
        states = self.forward_layer.state_size
        nothing = [None] * (len(states) if isinstance(states, list) else 1) * 2
        if isinstance(output_mask, list):
            return output_mask + nothing
        return [output_mask, *nothing]

    def reset_state(self) -> None:
        """Sets the kept states of both layers to zeros."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    def reset_states(self) -> None:
        """Sets the kept states to zeros; the old name of `reset_state`."""
        self.reset_state()

    @property
    def states(self) -> Any:
        """The kept states of both layers."""
        forward, backward = self.forward_layer.states, self.backward_layer.states
        return None if forward is None else (*forward, *backward)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        serialize = registry.serialize_keras_object
        return {
            **super().get_config(),
            "merge_mode": self.merge_mode,
            "layer": serialize(self.forward_layer),
            "backward_layer": serialize(self.backward_layer),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a layer from what `get_config` returned."""
        config = dict(config)
        for name in ("layer", "backward_layer"):
            if config.get(name) is not None:
                config[name] = registry.deserialize_keras_object(
                    config[name], custom_objects
                )
        return cls(**config)


def _recreated(layer: Any, name: str, turned: bool) -> Any:
    """Returns a new layer like this one, turned around if wanted."""
    described = registry.serialize_keras_object(layer)
    described.pop("build_config", None)
    described["config"] = {**described["config"], "name": name}
    if turned:
        described["config"]["go_backwards"] = not layer.go_backwards
    return registry.deserialize_keras_object(described)
