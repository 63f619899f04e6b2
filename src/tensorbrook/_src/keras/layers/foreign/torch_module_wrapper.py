"""A module of PyTorch as a layer."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer


class TorchModuleWrapper(Layer):
    """Calls a module of PyTorch, for inference.

    The parameters stay PyTorch's: Keras neither trains nor saves them.

    Args:
        module: the `torch.nn.Module`.
        name: the name.
        output_shape: the shape of the outputs, with the batch, for symbolic calls.
        **kwargs: `dtype` and the like.

    Raises:
        ImportError: without PyTorch.
        TypeError: when it is no module of PyTorch.
    """

    def __init__(
        self,
        module: Any,
        name: str | None = None,
        output_shape: Any = None,
        **kwargs: Any,
    ) -> None:
        try:
            torch = importlib.import_module("torch")
        except ImportError as error:
            raise ImportError(
                "TorchModuleWrapper needs PyTorch: `pip install torch`."
            ) from error
        super().__init__(name=name, **kwargs)
        if not isinstance(module, torch.nn.Module):
            raise TypeError(
                f"TorchModuleWrapper: `module` must be a torch.nn.Module. Received: "
                f"{type(module).__name__}."
            )
        self.module = module
        self.output_shape_given = output_shape

    def parameters(self, recurse: bool = True) -> Any:
        """Returns the parameters of the module.

        Args:
            recurse: whether those of modules inside are among them.
        """
        return self.module.parameters(recurse=recurse)

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Computes the outputs.

        Args:
            inputs: a tensor.
            training: whether the module computes as in training.
        """
        torch = importlib.import_module("torch")
        self.module.train(bool(training))

        def run(values: Any) -> np.ndarray:
            with torch.no_grad():
                return self.module(torch.from_numpy(np.array(values))).numpy()

        found = tf.numpy_function(run, [inputs], inputs.dtype, stateful=False)
        if self.output_shape_given is not None:
            found = tf.ensure_shape(found, self.output_shape_given)
        return found

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape that the constructor was given.

        Args:
            input_shape: the shape of the inputs.

        Raises:
            ValueError: when it was given none.
        """
        if self.output_shape_given is None:
            raise ValueError(
                "TorchModuleWrapper: symbolic calls need `output_shape`, the shape of "
                "the outputs."
            )
        return tuple(self.output_shape_given)
