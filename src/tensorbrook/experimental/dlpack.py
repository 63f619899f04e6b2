"""Memory shared with other libraries."""

from tensorbrook._src.eager.dlpack import from_dlpack as from_dlpack
from tensorbrook._src.eager.dlpack import to_dlpack as to_dlpack
