"""Saving objects."""

from tensorbrook._src.saved_model.options import VariablePolicy as VariablePolicy
from tensorbrook._src.saved_model.save import save as save
