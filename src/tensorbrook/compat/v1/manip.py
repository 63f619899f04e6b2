"""Moving elements around, for 1.x programs."""

from tensorbrook._src.compat_v1.arrays import gather_nd as gather_nd
from tensorbrook._src.ops.rearrange import reverse as reverse
from tensorbrook._src.ops.rearrange import roll as roll
from tensorbrook._src.ops.scatter import scatter_nd as scatter_nd
from tensorbrook._src.ops.shape import reshape as reshape
from tensorbrook._src.ops.shape import tile as tile
from tensorbrook._src.ops.space_batch import batch_to_space as batch_to_space_nd
from tensorbrook._src.ops.space_batch import space_to_batch as space_to_batch_nd
