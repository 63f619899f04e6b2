"""The recurrent layers for CUDA of Keras 2."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend.notices import warn_once
from tensorbrook._src.keras.layers.rnn.gru import GRU
from tensorbrook._src.keras.layers.rnn.lstm import LSTM


class CuDNNLSTM(LSTM):
    """`LSTM` under the name that it had for CUDA.

    Args:
        units: the size of the output.
        **kwargs: the arguments of `LSTM`.
    """

    def __init__(self, units: int, **kwargs: Any) -> None:
        warn_once("CuDNNLSTM is called `LSTM` now; it chooses the fast way itself.")
        super().__init__(units, **kwargs)


class CuDNNGRU(GRU):
    """`GRU` under the name that it had for CUDA.

    Args:
        units: the size of the output.
        **kwargs: the arguments of `GRU`.
    """

    def __init__(self, units: int, **kwargs: Any) -> None:
        warn_once("CuDNNGRU is called `GRU` now; it chooses the fast way itself.")
        super().__init__(units, **kwargs)
