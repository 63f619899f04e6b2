"""What may still change."""

from tensorbrook._src.data.iterator import Optional as Optional
from tensorbrook._src.ops.ragged.dynamic_shape import (
    DynamicRaggedShape as DynamicRaggedShape,
)
from tensorbrook._src.ops.ragged.row_partition import RowPartition as RowPartition
from tensorbrook.experimental import numpy as numpy
