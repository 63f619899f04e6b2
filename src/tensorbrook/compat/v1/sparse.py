"""Sparse tensors, for 1.x programs."""

from tensorbrook._src.compat_v1.math import sparse_segment_mean as segment_mean
from tensorbrook._src.compat_v1.math import sparse_segment_sqrt_n as segment_sqrt_n
from tensorbrook._src.compat_v1.math import sparse_segment_sum as segment_sum
from tensorbrook._src.compat_v1.sparse import sparse_add as add
from tensorbrook._src.compat_v1.sparse import sparse_concat as concat
from tensorbrook._src.compat_v1.sparse import sparse_merge as merge
from tensorbrook._src.compat_v1.sparse import sparse_placeholder as placeholder
from tensorbrook._src.compat_v1.sparse import sparse_reduce_max as reduce_max
from tensorbrook._src.compat_v1.sparse import (
    sparse_reduce_max_sparse as reduce_max_sparse,
)
from tensorbrook._src.compat_v1.sparse import sparse_reduce_sum as reduce_sum
from tensorbrook._src.compat_v1.sparse import (
    sparse_reduce_sum_sparse as reduce_sum_sparse,
)
from tensorbrook._src.compat_v1.sparse import sparse_split as split
from tensorbrook._src.ops.sparse_arithmetic import maximum as maximum
from tensorbrook._src.ops.sparse_arithmetic import minimum as minimum
from tensorbrook._src.ops.sparse_convert import eye as eye
from tensorbrook._src.ops.sparse_convert import from_dense as from_dense
from tensorbrook._src.ops.sparse_convert import mask as mask
from tensorbrook._src.ops.sparse_convert import retain as retain
from tensorbrook._src.ops.sparse_convert import sparse_to_dense as to_dense
from tensorbrook._src.ops.sparse_convert import to_indicator as to_indicator
from tensorbrook._src.ops.sparse_count import bincount as bincount
from tensorbrook._src.ops.sparse_cross import cross as cross
from tensorbrook._src.ops.sparse_cross import cross_hashed as cross_hashed
from tensorbrook._src.ops.sparse_dense import softmax as softmax
from tensorbrook._src.ops.sparse_dense import sparse_dense_matmul as matmul
from tensorbrook._src.ops.sparse_dense import sparse_dense_matmul as sparse_dense_matmul
from tensorbrook._src.ops.sparse_layout import expand_dims as expand_dims
from tensorbrook._src.ops.sparse_layout import reorder as reorder
from tensorbrook._src.ops.sparse_layout import reset_shape as reset_shape
from tensorbrook._src.ops.sparse_layout import reshape as reshape
from tensorbrook._src.ops.sparse_layout import transpose as transpose
from tensorbrook._src.ops.sparse_pieces import slice as slice
from tensorbrook._src.ops.sparse_rows import fill_empty_rows as fill_empty_rows
from tensorbrook._src.ops.sparse_tensor import SparseTensor as SparseTensor
