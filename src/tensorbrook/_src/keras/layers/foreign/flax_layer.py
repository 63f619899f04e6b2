"""A module of Flax as a layer."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

from tensorbrook._src.keras.layers.foreign.jax_layer import JaxLayer


class FlaxLayer(JaxLayer):
    """Computes with a module of Flax (`flax.linen`), whose parameters are trained.

    Args:
        module: the module.
        method: the method that computes the outputs; `__call__` by default.
        variables: the first variables of the module.
        **kwargs: the arguments of `JaxLayer`.

    Raises:
        ImportError: without Flax.
    """

    def __init__(
        self, module: Any, method: Any = None, variables: Any = None, **kwargs: Any
    ) -> None:
        try:
            importlib.import_module("flax")
        except ImportError as error:
            raise ImportError("FlaxLayer needs Flax: `pip install flax`.") from error
        self.__dict__["module"] = module
        self.__dict__["method"] = method
        function = getattr(type(module), method) if isinstance(method, str) else method
        function = function or type(module).__call__
        takes_training = "training" in inspect.signature(function).parameters
        variables = dict(variables or {})
        params = variables.pop("params", None)

        def call_fn(
            params: Any, state: Any, rng: Any, inputs: Any, training: Any
        ) -> Any:
            options = {"training": training} if takes_training else {}
            return module.apply(
                {"params": params, **state},
                inputs,
                rngs={"dropout": rng},
                method=method,
                mutable=list(state),
                **options,
            )

        def init_fn(rng: Any, inputs: Any, training: Any) -> Any:
            options = {"training": training} if takes_training else {}
            found = dict(module.init(rng, inputs, method=method, **options))
            return found.pop("params", {}), found

        super().__init__(
            call_fn,
            init_fn if params is None else None,
            params=params,
            state=variables if params is not None else None,
            **kwargs,
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        for name in ("call_fn", "init_fn"):
            config.pop(name)
        return {**config, "module": self.module, "method": self.method}
