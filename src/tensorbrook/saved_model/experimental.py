"""What is saved of where variables lie."""

from tensorbrook._src.saved_model.options import VariablePolicy as VariablePolicy
