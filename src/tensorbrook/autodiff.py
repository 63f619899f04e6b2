"""Automatic differentiation."""

from tensorbrook._src.autodiff.tape import GradientTape as GradientTape
