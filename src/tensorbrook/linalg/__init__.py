"""Linear algebra."""

from tensorbrook._src.linalg.blocks import (
    LinearOperatorBlockDiag as LinearOperatorBlockDiag,
)
from tensorbrook._src.linalg.blocks import (
    LinearOperatorBlockLowerTriangular as LinearOperatorBlockLowerTriangular,
)
from tensorbrook._src.linalg.blocks import (
    LinearOperatorKronecker as LinearOperatorKronecker,
)
from tensorbrook._src.linalg.circulant import (
    LinearOperatorCirculant as LinearOperatorCirculant,
)
from tensorbrook._src.linalg.circulant import (
    LinearOperatorCirculant2D as LinearOperatorCirculant2D,
)
from tensorbrook._src.linalg.circulant import (
    LinearOperatorCirculant3D as LinearOperatorCirculant3D,
)
from tensorbrook._src.linalg.dense import (
    LinearOperatorFullMatrix as LinearOperatorFullMatrix,
)
from tensorbrook._src.linalg.dense import (
    LinearOperatorLowerTriangular as LinearOperatorLowerTriangular,
)
from tensorbrook._src.linalg.derived import (
    LinearOperatorAdjoint as LinearOperatorAdjoint,
)
from tensorbrook._src.linalg.derived import (
    LinearOperatorComposition as LinearOperatorComposition,
)
from tensorbrook._src.linalg.derived import (
    LinearOperatorInversion as LinearOperatorInversion,
)
from tensorbrook._src.linalg.diagonal import LinearOperatorDiag as LinearOperatorDiag
from tensorbrook._src.linalg.exponential import expm as expm
from tensorbrook._src.linalg.identity import (
    LinearOperatorIdentity as LinearOperatorIdentity,
)
from tensorbrook._src.linalg.identity import (
    LinearOperatorScaledIdentity as LinearOperatorScaledIdentity,
)
from tensorbrook._src.linalg.identity import LinearOperatorZeros as LinearOperatorZeros
from tensorbrook._src.linalg.low_rank import (
    LinearOperatorLowRankUpdate as LinearOperatorLowRankUpdate,
)
from tensorbrook._src.linalg.operator import LinearOperator as LinearOperator
from tensorbrook._src.linalg.structured import (
    LinearOperatorHouseholder as LinearOperatorHouseholder,
)
from tensorbrook._src.linalg.structured import (
    LinearOperatorPermutation as LinearOperatorPermutation,
)
from tensorbrook._src.linalg.structured import (
    LinearOperatorToeplitz as LinearOperatorToeplitz,
)
from tensorbrook._src.linalg.structured import (
    LinearOperatorTridiag as LinearOperatorTridiag,
)
from tensorbrook._src.ops.clip import global_norm as global_norm
from tensorbrook._src.ops.cross import cross as cross
from tensorbrook._src.ops.decompositions import eig as eig
from tensorbrook._src.ops.decompositions import eigh as eigh
from tensorbrook._src.ops.decompositions import eigvals as eigvals
from tensorbrook._src.ops.decompositions import eigvalsh as eigvalsh
from tensorbrook._src.ops.decompositions import lu as lu
from tensorbrook._src.ops.decompositions import qr as qr
from tensorbrook._src.ops.decompositions import svd as svd
from tensorbrook._src.ops.einsum import einsum as einsum
from tensorbrook._src.ops.linalg_diag import band_part as band_part
from tensorbrook._src.ops.linalg_diag import diag as diag
from tensorbrook._src.ops.linalg_diag import diag_part as diag_part
from tensorbrook._src.ops.linalg_diag import set_diag as set_diag
from tensorbrook._src.ops.linalg_diag import tensor_diag as tensor_diag
from tensorbrook._src.ops.linalg_diag import tensor_diag_part as tensor_diag_part
from tensorbrook._src.ops.linalg_functions import logdet as logdet
from tensorbrook._src.ops.linalg_functions import logm as logm
from tensorbrook._src.ops.linalg_functions import lstsq as lstsq
from tensorbrook._src.ops.linalg_functions import lu_matrix_inverse as lu_matrix_inverse
from tensorbrook._src.ops.linalg_functions import lu_reconstruct as lu_reconstruct
from tensorbrook._src.ops.linalg_functions import lu_solve as lu_solve
from tensorbrook._src.ops.linalg_functions import matrix_rank as matrix_rank
from tensorbrook._src.ops.linalg_functions import pinv as pinv
from tensorbrook._src.ops.linalg_functions import sqrtm as sqrtm
from tensorbrook._src.ops.linalg_matrix import adjoint as adjoint
from tensorbrook._src.ops.linalg_matrix import matrix_transpose as matrix_transpose
from tensorbrook._src.ops.linalg_matrix import normalize as normalize
from tensorbrook._src.ops.linalg_matrix import trace as trace
from tensorbrook._src.ops.linalg_solve import (
    banded_triangular_solve as banded_triangular_solve,
)
from tensorbrook._src.ops.linalg_solve import cholesky as cholesky
from tensorbrook._src.ops.linalg_solve import cholesky_solve as cholesky_solve
from tensorbrook._src.ops.linalg_solve import det as det
from tensorbrook._src.ops.linalg_solve import inv as inv
from tensorbrook._src.ops.linalg_solve import slogdet as slogdet
from tensorbrook._src.ops.linalg_solve import solve as solve
from tensorbrook._src.ops.linalg_solve import triangular_solve as triangular_solve
from tensorbrook._src.ops.linalg_tridiagonal import eigh_tridiagonal as eigh_tridiagonal
from tensorbrook._src.ops.linalg_tridiagonal import (
    tridiagonal_matmul as tridiagonal_matmul,
)
from tensorbrook._src.ops.linalg_tridiagonal import (
    tridiagonal_solve as tridiagonal_solve,
)
from tensorbrook._src.ops.matmul import matmul as matmul
from tensorbrook._src.ops.matmul import matvec as matvec
from tensorbrook._src.ops.matmul import tensordot as tensordot
from tensorbrook._src.ops.norm import norm as norm
from tensorbrook._src.ops.normalize import l2_normalize as l2_normalize
from tensorbrook._src.ops.rearrange import eye as eye
from tensorbrook.linalg import experimental as experimental
