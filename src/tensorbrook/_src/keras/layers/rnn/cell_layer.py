"""What the recurrent layers with a cell of their own have in common."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras import regularizers
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.rnn.base_cell import CELL_ARGUMENTS
from tensorbrook._src.keras.layers.rnn.rnn import FLAGS, RNN

_OLD_ARGUMENTS = ("implementation", "time_major", "use_cudnn")


class CellLayer(RNN):
    """A recurrent layer that makes its own cell; the cell's arguments are its own.

    Args:
        cell_class: the class of the cell.
        arguments: the arguments of the cell and the flags of the layer, by name.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    own_names: tuple[str, ...] = CELL_ARGUMENTS

    def __init__(
        self, cell_class: Any, arguments: dict[str, Any], **kwargs: Any
    ) -> None:
        for name in _OLD_ARGUMENTS:
            kwargs.pop(name, None)
        flags = {f: arguments.pop(f) for f in FLAGS if f in arguments}
        penalty = arguments.pop("activity_regularizer", None)
        common = {"dtype": kwargs.get("dtype"), "name": _cell_name(cell_class)}
        common["trainable"] = kwargs.get("trainable", True)
        cell = cell_class(**arguments, **common)
        super().__init__(cell, **flags, activity_regularizer=penalty, **kwargs)
        self.input_spec = InputSpec(ndim=3)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = {**super().get_config(), **describe_arguments(self, *self.own_names)}
        config["activity_regularizer"] = regularizers.serialize(
            self.activity_regularizer
        )
        config.pop("cell", None)
        return config


def _cell_name(cell_class: type) -> str:
    """Returns the name of the only cell of a layer."""
    return {"SimpleRNNCell": "simple_rnn_cell"}.get(
        cell_class.__name__, cell_class.__name__.replace("Cell", "_cell").lower()
    )


def of_cell(name: str) -> Any:
    """Returns a property that reads an attribute of the cell."""
    return property(lambda self: getattr(self.cell, name), doc=f"The cell's `{name}`.")
