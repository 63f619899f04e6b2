"""Fourier and cosine transforms by the names of 1.x."""

from tensorbrook._src.ops.signal_dct import dct as dct
from tensorbrook._src.ops.signal_dct import idct as idct
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
