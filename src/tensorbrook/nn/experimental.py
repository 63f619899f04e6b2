"""Neural network operations that may still change."""

from tensorbrook._src.ops.dropout import general_dropout as general_dropout
from tensorbrook._src.ops.dropout import stateless_dropout as stateless_dropout
