"""Operations on sparse data."""

from tensorbrook._src.ops.sparse_segment import sparse_segment_mean as segment_mean
from tensorbrook._src.ops.sparse_segment import sparse_segment_sqrt_n as segment_sqrt_n
from tensorbrook._src.ops.sparse_segment import sparse_segment_sum as segment_sum

__all__ = ["segment_mean", "segment_sqrt_n", "segment_sum"]
