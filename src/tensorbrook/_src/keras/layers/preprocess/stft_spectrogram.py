"""Sound as a picture on the plain frequency scale, with weights."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.initializers.stft import STFT
from tensorbrook._src.keras.layers.arguments import describe_arguments

_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")


class STFTSpectrogram(Layer):
    """Computes a spectrogram by two convolutions, whose kernels may be trained.

    Args:
        mode: "log", "magnitude", "psd", "real", "imag", "angle" or "stft".
        frame_length: samples in one frame.
        frame_step: samples from one frame to the next; half a frame when not given.
        fft_length: length of the transform; when not given, the power of two that is
            not less than `frame_length`.
        window: "hann", "hamming", an array, or None.
        periodic: makes the window periodic, not symmetric.
        scaling: "density", "spectrum" or None.
        padding: "valid" or "same".
        expand_dims: gives the channels an axis of their own.
        data_format: "channels_last" or "channels_first".
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Raises:
        ValueError: when `mode`, `scaling`, `padding` or a length is no usable one.

    Example:
        >>> STFTSpectrogram(frame_length=8)(tf.zeros((2, 32, 1))).shape
        TensorShape([2, 7, 5])
    """

    def __init__(
        self,
        mode: str = "log",
        frame_length: int = 256,
        frame_step: int | None = None,
        fft_length: int | None = None,
        window: Any = "hann",
        periodic: bool = False,
        scaling: str | None = "density",
        padding: str = "valid",
        expand_dims: bool = False,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        if mode not in _MODES:
            raise ValueError(
                "Output mode is invalid, it must be one of "
                f"{', '.join(_MODES)}. Received: mode={mode}"
            )
        if scaling not in (None, "density", "spectrum"):
            raise ValueError(
                "Scaling is invalid, it must be `None`, 'density' or 'spectrum'. "
                f"Received: scaling={scaling}"
            )
        if padding not in ("valid", "same"):
            raise ValueError(
                "Padding is invalid, it should be 'valid', 'same'. "
                f"Received: padding={padding}"
            )
        if (fft_length or frame_length) < frame_length:
            raise ValueError(
                "`fft_length` should be not less than `frame_length`. Received: "
                f"fft_length={fft_length}, frame_length={frame_length}"
            )
        super().__init__(**kwargs)
        self.mode = mode
        self.frame_length = frame_length
        self.frame_step = frame_step or frame_length // 2
        self.fft_length = fft_length or 1 << (frame_length - 1).bit_length()
        self.window = window
        self.periodic = periodic
        self.scaling = scaling
        self.padding = padding
        self.expand_dims = expand_dims
        self.data_format = data_format or tf.keras.config.image_data_format()

    def build(self, input_shape: Any) -> None:
        """Makes the kernels that the mode needs."""
        if self.mode != "imag":
            self.real_kernel = self._add_kernel("real")
        if self.mode != "real":
            self.imag_kernel = self._add_kernel("imag")
        self.built = True

    def _add_kernel(self, side: str) -> Any:
        """Makes the kernel of the cosines or of the sines."""
        start = STFT(side, self.window, self.scaling, self.periodic)
        shape = (self.frame_length, 1, self.fft_length // 2 + 1)
        return self.add_weight(name=f"{side}_kernel", shape=shape, initializer=start)

    def _convolve(self, frames: Any, kernel: Any) -> Any:
        return tf.nn.conv1d(
            frames,
            tf.cast(kernel, self.compute_dtype),
            stride=self.frame_step,
            padding=self.padding.upper(),
        )

    def _combine(self, waves: Any) -> Any:
        if self.mode == "real":
            return self._convolve(waves, self.real_kernel)
        if self.mode == "imag":
            return self._convolve(waves, self.imag_kernel)
        real = self._convolve(waves, self.real_kernel)
        imaginary = self._convolve(waves, self.imag_kernel)
        if self.mode == "stft":
            return tf.concat([real, imaginary], axis=-1)
        if self.mode == "angle":
            return tf.atan2(imaginary, real)
        energy = tf.square(real) + tf.square(imaginary)
        if self.mode == "psd":
            return energy
        magnitude = tf.sqrt(energy)
        if self.mode == "magnitude":
            return magnitude
        return tf.math.log(tf.maximum(magnitude, tf.keras.backend.epsilon()))

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        first = self.data_format == "channels_first"
        inputs = tf.cast(inputs, self.compute_dtype)
        if first:
            inputs = tf.transpose(inputs, (0, 2, 1))
        count = inputs.shape[-1]
        channels = [self._combine(inputs[..., i : i + 1]) for i in range(count)]
        if self.expand_dims:
            result = tf.stack(channels, axis=-1)
            return tf.transpose(result, (0, 3, 1, 2)) if first else result
        result = tf.concat(channels, axis=-1)
        return tf.transpose(result, (0, 2, 1)) if first else result

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        first = self.data_format == "channels_first"
        batch, samples, channels = input_shape
        if first:
            samples, channels = channels, samples
        frames = samples
        if samples is not None:
            spare = self.frame_length - 1 if self.padding == "valid" else 0
            frames = -(-(samples - spare) // self.frame_step)
        bins = (self.fft_length // 2 + 1) * (2 if self.mode == "stft" else 1)
        if self.expand_dims:
            inner = (channels, frames, bins) if first else (frames, bins, channels)
            return (batch, *inner)
        bins = bins * channels
        return (batch, bins, frames) if first else (batch, frames, bins)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        names = (
            "mode frame_length frame_step fft_length window periodic scaling padding "
            "expand_dims data_format"
        )
        return {**super().get_config(), **describe_arguments(self, *names.split())}
