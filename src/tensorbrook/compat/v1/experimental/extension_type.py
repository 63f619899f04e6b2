"""Types made of tensors, for 1.x programs."""

from tensorbrook._src.ops.extension_type import as_dict as as_dict
