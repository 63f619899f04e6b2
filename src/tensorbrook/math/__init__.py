"""Functions of numbers: arithmetic, reductions, segments, special functions."""

from tensorbrook._src.ops.accumulate import accumulate_n as accumulate_n
from tensorbrook._src.ops.accumulate import add_n as add_n
from tensorbrook._src.ops.accumulate import polyval as polyval
from tensorbrook._src.ops.bessel import bessel_i0 as bessel_i0
from tensorbrook._src.ops.bessel import bessel_i0e as bessel_i0e
from tensorbrook._src.ops.bessel import bessel_i1 as bessel_i1
from tensorbrook._src.ops.bessel import bessel_i1e as bessel_i1e
from tensorbrook._src.ops.binary import add as add
from tensorbrook._src.ops.binary import div_no_nan as divide_no_nan
from tensorbrook._src.ops.binary import divide as divide
from tensorbrook._src.ops.binary import floordiv as floordiv
from tensorbrook._src.ops.binary import floormod as floormod
from tensorbrook._src.ops.binary import maximum as maximum
from tensorbrook._src.ops.binary import minimum as minimum
from tensorbrook._src.ops.binary import multiply as multiply
from tensorbrook._src.ops.binary import multiply_no_nan as multiply_no_nan
from tensorbrook._src.ops.binary import nextafter as nextafter
from tensorbrook._src.ops.binary import pow as pow  # noqa: A004
from tensorbrook._src.ops.binary import scalar_mul as scalar_mul
from tensorbrook._src.ops.binary import squared_difference as squared_difference
from tensorbrook._src.ops.binary import subtract as subtract
from tensorbrook._src.ops.binary import truediv as truediv
from tensorbrook._src.ops.binary import xdivy as xdivy
from tensorbrook._src.ops.binary import xlog1py as xlog1py
from tensorbrook._src.ops.binary import xlogy as xlogy
from tensorbrook._src.ops.comparison import (
    is_strictly_increasing as is_strictly_increasing,
)
from tensorbrook._src.ops.comparison import equal as equal
from tensorbrook._src.ops.comparison import greater as greater
from tensorbrook._src.ops.comparison import greater_equal as greater_equal
from tensorbrook._src.ops.comparison import is_non_decreasing as is_non_decreasing
from tensorbrook._src.ops.comparison import less as less
from tensorbrook._src.ops.comparison import less_equal as less_equal
from tensorbrook._src.ops.comparison import logical_and as logical_and
from tensorbrook._src.ops.comparison import logical_not as logical_not
from tensorbrook._src.ops.comparison import logical_or as logical_or
from tensorbrook._src.ops.comparison import logical_xor as logical_xor
from tensorbrook._src.ops.comparison import not_equal as not_equal
from tensorbrook._src.ops.complex_numbers import angle as angle
from tensorbrook._src.ops.complex_numbers import conj as conj
from tensorbrook._src.ops.complex_numbers import imag as imag
from tensorbrook._src.ops.complex_numbers import real as real
from tensorbrook._src.ops.cumulative import cumprod as cumprod
from tensorbrook._src.ops.cumulative import cumsum as cumsum
from tensorbrook._src.ops.cumulative import cumulative_logsumexp as cumulative_logsumexp
from tensorbrook._src.ops.reduce import count_nonzero as count_nonzero
from tensorbrook._src.ops.reduce import reduce_all as reduce_all
from tensorbrook._src.ops.reduce import reduce_any as reduce_any
from tensorbrook._src.ops.reduce import reduce_euclidean_norm as reduce_euclidean_norm
from tensorbrook._src.ops.reduce import reduce_logsumexp as reduce_logsumexp
from tensorbrook._src.ops.reduce import reduce_max as reduce_max
from tensorbrook._src.ops.reduce import reduce_mean as reduce_mean
from tensorbrook._src.ops.reduce import reduce_min as reduce_min
from tensorbrook._src.ops.reduce import reduce_prod as reduce_prod
from tensorbrook._src.ops.reduce import reduce_std as reduce_std
from tensorbrook._src.ops.reduce import reduce_sum as reduce_sum
from tensorbrook._src.ops.reduce import reduce_variance as reduce_variance
from tensorbrook._src.ops.segment import (
    unsorted_segment_sqrt_n as unsorted_segment_sqrt_n,
)
from tensorbrook._src.ops.segment import segment_max as segment_max
from tensorbrook._src.ops.segment import segment_mean as segment_mean
from tensorbrook._src.ops.segment import segment_min as segment_min
from tensorbrook._src.ops.segment import segment_prod as segment_prod
from tensorbrook._src.ops.segment import segment_sum as segment_sum
from tensorbrook._src.ops.segment import unsorted_segment_max as unsorted_segment_max
from tensorbrook._src.ops.segment import unsorted_segment_mean as unsorted_segment_mean
from tensorbrook._src.ops.segment import unsorted_segment_min as unsorted_segment_min
from tensorbrook._src.ops.segment import unsorted_segment_prod as unsorted_segment_prod
from tensorbrook._src.ops.segment import unsorted_segment_sum as unsorted_segment_sum
from tensorbrook._src.ops.special import betainc as betainc
from tensorbrook._src.ops.special import digamma as digamma
from tensorbrook._src.ops.special import erf as erf
from tensorbrook._src.ops.special import erfc as erfc
from tensorbrook._src.ops.special import erfcinv as erfcinv
from tensorbrook._src.ops.special import erfinv as erfinv
from tensorbrook._src.ops.special import igamma as igamma
from tensorbrook._src.ops.special import igammac as igammac
from tensorbrook._src.ops.special import lbeta as lbeta
from tensorbrook._src.ops.special import lgamma as lgamma
from tensorbrook._src.ops.special import ndtri as ndtri
from tensorbrook._src.ops.special import polygamma as polygamma
from tensorbrook._src.ops.special import zeta as zeta
from tensorbrook._src.ops.trigonometric import acos as acos
from tensorbrook._src.ops.trigonometric import acosh as acosh
from tensorbrook._src.ops.trigonometric import asin as asin
from tensorbrook._src.ops.trigonometric import asinh as asinh
from tensorbrook._src.ops.trigonometric import atan as atan
from tensorbrook._src.ops.trigonometric import atan2 as atan2
from tensorbrook._src.ops.trigonometric import atanh as atanh
from tensorbrook._src.ops.trigonometric import cos as cos
from tensorbrook._src.ops.trigonometric import cosh as cosh
from tensorbrook._src.ops.trigonometric import sin as sin
from tensorbrook._src.ops.trigonometric import sinh as sinh
from tensorbrook._src.ops.trigonometric import tan as tan
from tensorbrook._src.ops.unary import abs as abs  # noqa: A004
from tensorbrook._src.ops.unary import ceil as ceil
from tensorbrook._src.ops.unary import exp as exp
from tensorbrook._src.ops.unary import expm1 as expm1
from tensorbrook._src.ops.unary import floor as floor
from tensorbrook._src.ops.unary import is_finite as is_finite
from tensorbrook._src.ops.unary import is_inf as is_inf
from tensorbrook._src.ops.unary import is_nan as is_nan
from tensorbrook._src.ops.unary import log as log
from tensorbrook._src.ops.unary import log1p as log1p
from tensorbrook._src.ops.unary import log_sigmoid as log_sigmoid
from tensorbrook._src.ops.unary import negative as negative
from tensorbrook._src.ops.unary import reciprocal as reciprocal
from tensorbrook._src.ops.unary import reciprocal_no_nan as reciprocal_no_nan
from tensorbrook._src.ops.unary import rint as rint
from tensorbrook._src.ops.unary import round as round  # noqa: A004
from tensorbrook._src.ops.unary import rsqrt as rsqrt
from tensorbrook._src.ops.unary import sigmoid as sigmoid
from tensorbrook._src.ops.unary import sign as sign
from tensorbrook._src.ops.unary import sqrt as sqrt
from tensorbrook._src.ops.unary import square as square
from tensorbrook._src.ops.unary import tanh as tanh
from tensorbrook.math import special as special

