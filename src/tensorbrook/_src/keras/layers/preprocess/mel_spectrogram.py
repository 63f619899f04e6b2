"""Sound as a picture on the mel scale."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


def _decibels(values: Any, least: float) -> Any:
    return 10.0 * (tf.math.log(tf.maximum(values, least)) / tf.math.log(10.0))


class MelSpectrogram(Layer):
    """Turns sound into the strength of each band of the mel scale over time.

    Args:
        fft_length: samples in one transform.
        sequence_stride: samples from one frame to the next.
        sequence_length: samples in the window; `fft_length` when not given.
        window: name of the window, or its values.
        sampling_rate: samples in a second.
        num_mel_bins: number of bands.
        min_freq: the lowest frequency.
        max_freq: the highest one; half the sampling rate when not given.
        power_to_db: gives decibels.
        top_db: how far below the loudest value the lowest one may be.
        mag_exp: power to which the magnitudes are raised; 2 gives energy.
        min_power: the smallest strength before decibels are computed.
        ref_power: the strength of zero decibels, or a function that gives it.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Example:
        >>> layer = MelSpectrogram(fft_length=16, sequence_stride=8, num_mel_bins=4)
        >>> layer(tf.zeros((2, 64))).shape
        TensorShape([2, 4, 9])
    """

    def __init__(
        self,
        fft_length: int = 2048,
        sequence_stride: int = 512,
        sequence_length: int | None = None,
        window: Any = "hann",
        sampling_rate: int = 16000,
        num_mel_bins: int = 128,
        min_freq: float = 20.0,
        max_freq: float | None = None,
        power_to_db: bool = True,
        top_db: float = 80.0,
        mag_exp: float = 2.0,
        min_power: float = 1e-10,
        ref_power: Any = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.fft_length = fft_length
        self.sequence_stride = sequence_stride
        self.sequence_length = sequence_length or fft_length
        self.window = window
        self.sampling_rate = sampling_rate
        self.num_mel_bins = num_mel_bins
        self.min_freq = min_freq
        self.max_freq = max_freq or sampling_rate / 2
        self.power_to_db = power_to_db
        self.top_db = top_db
        self.mag_exp = mag_exp
        self.min_power = min_power
        self.ref_power = ref_power
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs, (batch, bands, frames)."""
        dtype = tf.as_dtype(self.compute_dtype)
        inner = dtype if dtype in (tf.float32, tf.float64) else tf.float32
        real, imaginary = tf.keras.ops.stft(
            tf.cast(inputs, inner),
            self.sequence_length,
            self.sequence_stride,
            self.fft_length,
            window=self.window,
            center=True,
        )
        strength = tf.sqrt(tf.square(real) + tf.square(imaginary)) ** self.mag_exp
        bands = tf.signal.linear_to_mel_weight_matrix(
            self.num_mel_bins,
            self.fft_length // 2 + 1,
            self.sampling_rate,
            self.min_freq,
            self.max_freq,
            dtype=inner,
        )
        result = tf.tensordot(strength, bands, 1)
        if self.power_to_db:
            result = self._to_decibels(result)
        return tf.cast(tf.linalg.matrix_transpose(result), dtype)

    def _to_decibels(self, strength: Any) -> Any:
        reference = (
            self.ref_power(strength)
            if callable(self.ref_power)
            else abs(self.ref_power)
        )
        reference = tf.cast(reference, strength.dtype)
        loudness = _decibels(strength, self.min_power)
        loudness = loudness - _decibels(reference, self.min_power)
        return tf.maximum(loudness, tf.reduce_max(loudness) - self.top_db)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        samples = input_shape[-1]
        frames = None if samples is None else samples // self.sequence_stride + 1
        return (*input_shape[:-1], self.num_mel_bins, frames)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        names = (
            "fft_length sequence_stride sequence_length window sampling_rate "
            "num_mel_bins min_freq max_freq power_to_db top_db mag_exp min_power "
            "ref_power"
        )
        return {**super().get_config(), **describe_arguments(self, *names.split())}
