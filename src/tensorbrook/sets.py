"""Sets."""

from tensorbrook._src.ops.sets import difference as difference
from tensorbrook._src.ops.sets import intersection as intersection
from tensorbrook._src.ops.sets import size as size
from tensorbrook._src.ops.sets import union as union
