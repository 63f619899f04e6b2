"""Signals: Fourier and cosine transforms, windows, for 1.x programs."""

from tensorbrook._src.ops.signal_dct import dct as dct
from tensorbrook._src.ops.signal_dct import idct as idct
from tensorbrook._src.ops.signal_dct import inverse_mdct as inverse_mdct
from tensorbrook._src.ops.signal_dct import mdct as mdct
from tensorbrook._src.ops.signal_fft import fft as fft
from tensorbrook._src.ops.signal_fft import fft2d as fft2d
from tensorbrook._src.ops.signal_fft import fft3d as fft3d
from tensorbrook._src.ops.signal_fft import ifft as ifft
from tensorbrook._src.ops.signal_fft import ifft2d as ifft2d
from tensorbrook._src.ops.signal_fft import ifft3d as ifft3d
from tensorbrook._src.ops.signal_fft import irfft as irfft
from tensorbrook._src.ops.signal_fft import irfft2d as irfft2d
from tensorbrook._src.ops.signal_fft import irfft3d as irfft3d
from tensorbrook._src.ops.signal_fft import rfft as rfft
from tensorbrook._src.ops.signal_fft import rfft2d as rfft2d
from tensorbrook._src.ops.signal_fft import rfft3d as rfft3d
from tensorbrook._src.ops.signal_fft_nd import fftnd as fftnd
from tensorbrook._src.ops.signal_fft_nd import fftshift as fftshift
from tensorbrook._src.ops.signal_fft_nd import ifftnd as ifftnd
from tensorbrook._src.ops.signal_fft_nd import ifftshift as ifftshift
from tensorbrook._src.ops.signal_fft_nd import irfftnd as irfftnd
from tensorbrook._src.ops.signal_fft_nd import rfftnd as rfftnd
from tensorbrook._src.ops.signal_frames import frame as frame
from tensorbrook._src.ops.signal_frames import inverse_stft as inverse_stft
from tensorbrook._src.ops.signal_frames import (
    inverse_stft_window_fn as inverse_stft_window_fn,
)
from tensorbrook._src.ops.signal_frames import overlap_and_add as overlap_and_add
from tensorbrook._src.ops.signal_frames import stft as stft
from tensorbrook._src.ops.signal_mel import (
    linear_to_mel_weight_matrix as linear_to_mel_weight_matrix,
)
from tensorbrook._src.ops.signal_mel import (
    mfccs_from_log_mel_spectrograms as mfccs_from_log_mel_spectrograms,
)
from tensorbrook._src.ops.signal_windows import hamming_window as hamming_window
from tensorbrook._src.ops.signal_windows import hann_window as hann_window
from tensorbrook._src.ops.signal_windows import (
    kaiser_bessel_derived_window as kaiser_bessel_derived_window,
)
from tensorbrook._src.ops.signal_windows import kaiser_window as kaiser_window
from tensorbrook._src.ops.signal_windows import vorbis_window as vorbis_window
