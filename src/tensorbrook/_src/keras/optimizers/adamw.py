"""Adam with weight decay."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.optimizers.adam import Adam


class AdamW(Adam):
    """Adam that takes away a part of each weight at each update.

    Args:
        learning_rate: a number, a schedule, or a callable.
        weight_decay: the part, in units of the learning rate.
        beta_1: how slowly the mean gradient moves.
        beta_2: how slowly the mean squared gradient moves.
        epsilon: keeps the division finite.
        amsgrad: whether the mean square never shrinks.
        **kwargs: the other arguments of `Adam`.

    Raises:
        ValueError: when `weight_decay` is None.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        if weight_decay is None:
            raise ValueError("AdamW: `weight_decay` must be a float. Received: None.")
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            amsgrad=amsgrad,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
            **kwargs,
        )
