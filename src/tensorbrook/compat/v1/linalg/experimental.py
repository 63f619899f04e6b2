"""Methods for linear operators."""

from tensorbrook._src.linalg.conjugate_gradient import (
    conjugate_gradient as conjugate_gradient,
)
