"""Ragged tensors, for 1.x programs."""

from tensorbrook._src.ops.ragged.factory import constant as constant
from tensorbrook._src.ops.ragged.factory import constant_value as constant_value
from tensorbrook._src.ops.ragged.factory import placeholder as placeholder
from tensorbrook._src.ops.ragged.functions import boolean_mask as boolean_mask
from tensorbrook._src.ops.ragged.functions import cross as cross
from tensorbrook._src.ops.ragged.functions import cross_hashed as cross_hashed
from tensorbrook._src.ops.ragged.functions import map_flat_values as map_flat_values
from tensorbrook._src.ops.ragged.functions import ragged_range as range
from tensorbrook._src.ops.ragged.functions import (
    row_splits_to_segment_ids as row_splits_to_segment_ids,
)
from tensorbrook._src.ops.ragged.functions import (
    segment_ids_to_row_splits as segment_ids_to_row_splits,
)
from tensorbrook._src.ops.ragged.functions import stack as stack
from tensorbrook._src.ops.ragged.functions import (
    stack_dynamic_partitions as stack_dynamic_partitions,
)
from tensorbrook._src.ops.ragged.value import RaggedTensorValue as RaggedTensorValue
