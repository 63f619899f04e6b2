"""Matrices."""

from tensorbrook._src.keras.ops.linear_algebra import cholesky as cholesky
from tensorbrook._src.keras.ops.linear_algebra import (
    cholesky_inverse as cholesky_inverse,
)
from tensorbrook._src.keras.ops.linear_algebra import det as det
from tensorbrook._src.keras.ops.linear_algebra import eig as eig
from tensorbrook._src.keras.ops.linear_algebra import eigh as eigh
from tensorbrook._src.keras.ops.linear_algebra import inv as inv
from tensorbrook._src.keras.ops.linear_algebra import jvp as jvp
from tensorbrook._src.keras.ops.linear_algebra import lstsq as lstsq
from tensorbrook._src.keras.ops.linear_algebra import lu_factor as lu_factor
from tensorbrook._src.keras.ops.linear_algebra import matrix_rank as matrix_rank
from tensorbrook._src.keras.ops.linear_algebra import pinv as pinv
from tensorbrook._src.keras.ops.linear_algebra import qr as qr
from tensorbrook._src.keras.ops.linear_algebra import solve as solve
from tensorbrook._src.keras.ops.linear_algebra import (
    solve_triangular as solve_triangular,
)
from tensorbrook._src.keras.ops.linear_algebra import svd as svd
from tensorbrook._src.keras.ops.reduction import norm as norm
