"""Extension types."""

from tensorbrook._src.ops.extension_type import as_dict as as_dict
