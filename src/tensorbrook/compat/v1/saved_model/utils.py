"""What signatures say of tensors."""

from tensorbrook._src.saved_model.signature_defs import (
    build_tensor_info as build_tensor_info,
)
from tensorbrook._src.saved_model.signature_defs import (
    get_tensor_from_tensor_info as get_tensor_from_tensor_info,
)
