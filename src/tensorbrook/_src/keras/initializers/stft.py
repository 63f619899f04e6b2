"""Weights that compute a Fourier transform of short frames."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.initializers.initializer import Initializer

_WINDOWS = {"hann": np.hanning, "hamming": np.hamming, "blackman": np.blackman}


class STFT(Initializer):
    """Fills a kernel (frame, 1, frequencies) with the waves of a Fourier transform.

    Args:
        side: `"real"` for cosines, `"imag"` for sines.
        window: `"hann"`, `"hamming"`, `"blackman"`, another name that SciPy knows, an
            array, or None for none.
        scaling: `"density"`, `"spectrum"` or None: how the window is scaled.
        periodic: whether the window is periodic, not symmetric.

    Raises:
        ValueError: for another side, scaling or window.

    Example:
        >>> from tensorbrook import keras
        >>> kernel = keras.initializers.STFT(window=None)((4, 1, 3))
        >>> kernel[:, 0, 2].numpy()
        array([ 1., -1.,  1., -1.], dtype=float32)
    """

    def __init__(
        self,
        side: str = "real",
        window: Any = "hann",
        scaling: str | None = "density",
        periodic: bool = False,
    ) -> None:
        if side not in ("real", "imag"):
            raise ValueError(
                f"STFT: `side` must be 'real' or 'imag'. Received: side={side!r}."
            )
        if scaling not in ("density", "spectrum", None):
            raise ValueError(
                "STFT: `scaling` must be 'density', 'spectrum' or None. Received: "
                f"scaling={scaling!r}."
            )
        self.side = side
        self.window = window
        self.scaling = scaling
        self.periodic = periodic

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        """Returns the kernel.

        Args:
            shape: the length of a frame, 1, and the number of frequencies.
            dtype: the type, by default `floatx()`.
            **kwargs: kept for compatibility.
        """
        length, _, bins = shape
        angle = np.arange(length)[:, None] * np.arange(bins) * (2 * np.pi)
        waves = np.exp(-1j * angle / ((bins - 1) * 2))
        if self.window is not None:
            waves = waves * self._window_values(length)[:, None]
        part = waves.real if self.side == "real" else waves.imag
        return tf.cast(part[:, None], standardize_dtype(dtype))

    def _window_values(self, length: int) -> np.ndarray:
        """Returns the window, scaled."""
        if not isinstance(self.window, str):
            found = np.asarray(self.window, "float64")
        elif self.window in _WINDOWS:
            # A periodic window is a symmetric one of one more value, without its last.
            found = _WINDOWS[self.window](length + self.periodic)[:length]
        else:
            found = _other_window(self.window, length, self.periodic)
        if self.scaling == "density":
            return found / np.sqrt(np.sum(found**2))
        return found / np.sum(found) if self.scaling == "spectrum" else found

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal initializer."""
        return {
            "side": self.side,
            "window": self.window,
            "periodic": self.periodic,
            "scaling": self.scaling,
        }


def _other_window(name: str, length: int, periodic: bool) -> np.ndarray:
    """Returns a window of SciPy's."""
    try:
        signal = importlib.import_module("scipy.signal")
    except ImportError as error:
        raise ValueError(
            f"STFT: without SciPy the window must be one of {tuple(_WINDOWS)}, an array "
            f"or None. Received: window={name!r}."
        ) from error
    return signal.get_window(name, length, periodic)
