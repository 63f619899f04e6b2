"""Linear algebra."""

from tensorbrook._src.ops.clip import global_norm as global_norm
from tensorbrook._src.ops.cross import cross as cross
from tensorbrook._src.ops.decompositions import qr as qr
from tensorbrook._src.ops.einsum import einsum as einsum
from tensorbrook._src.ops.matmul import matmul as matmul
from tensorbrook._src.ops.matmul import matvec as matvec
from tensorbrook._src.ops.matmul import tensordot as tensordot
from tensorbrook._src.ops.norm import norm as norm
from tensorbrook._src.ops.normalize import l2_normalize as l2_normalize
from tensorbrook._src.ops.rearrange import eye as eye
