"""Automatic differentiation."""

from tensorbrook._src.autodiff.forward import ForwardAccumulator as ForwardAccumulator
from tensorbrook._src.autodiff.tape import GradientTape as GradientTape
