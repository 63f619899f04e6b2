"""What is saved of where variables lie."""

from tensorbrook._src.saved_model.fingerprint import Fingerprint as Fingerprint
from tensorbrook._src.saved_model.fingerprint import (
    read_fingerprint as read_fingerprint,
)
from tensorbrook._src.saved_model.options import VariablePolicy as VariablePolicy
