"""Sets, for 1.x programs."""

from tensorbrook._src.ops.sets import difference as difference
from tensorbrook._src.ops.sets import difference as set_difference
from tensorbrook._src.ops.sets import intersection as intersection
from tensorbrook._src.ops.sets import intersection as set_intersection
from tensorbrook._src.ops.sets import size as set_size
from tensorbrook._src.ops.sets import size as size
from tensorbrook._src.ops.sets import union as set_union
from tensorbrook._src.ops.sets import union as union
