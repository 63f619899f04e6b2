"""How large variables are cut into parts."""

from tensorbrook._src.distribute.partitioners import (
    FixedShardsPartitioner as FixedShardsPartitioner,
)
from tensorbrook._src.distribute.partitioners import (
    MaxSizePartitioner as MaxSizePartitioner,
)
from tensorbrook._src.distribute.partitioners import (
    MinSizePartitioner as MinSizePartitioner,
)
from tensorbrook._src.distribute.partitioners import Partitioner as Partitioner
