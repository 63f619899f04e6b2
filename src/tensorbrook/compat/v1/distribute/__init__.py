"""Training on several devices: `tf.distribute` of 1.x."""

from tensorbrook._src.distribute.communication import CrossDeviceOps as CrossDeviceOps
from tensorbrook._src.distribute.communication import (
    HierarchicalCopyAllReduce as HierarchicalCopyAllReduce,
)
from tensorbrook._src.distribute.communication import NcclAllReduce as NcclAllReduce
from tensorbrook._src.distribute.communication import (
    ReductionToOneDevice as ReductionToOneDevice,
)
from tensorbrook._src.distribute.context import ReplicaContext as ReplicaContext
from tensorbrook._src.distribute.context import (
    experimental_set_strategy as experimental_set_strategy,
)
from tensorbrook._src.distribute.context import (
    get_replica_context as get_replica_context,
)
from tensorbrook._src.distribute.context import get_strategy as get_strategy
from tensorbrook._src.distribute.context import has_strategy as has_strategy
from tensorbrook._src.distribute.context import (
    in_cross_replica_context as in_cross_replica_context,
)
from tensorbrook._src.distribute.strategy import MirroredStrategy as MirroredStrategy
from tensorbrook._src.distribute.strategy import OneDeviceStrategy as OneDeviceStrategy
from tensorbrook._src.distribute.strategy import Strategy as Strategy
from tensorbrook._src.distribute.strategy import StrategyExtended as StrategyExtended
from tensorbrook._src.distribute.values import InputContext as InputContext
from tensorbrook._src.distribute.values import (
    InputReplicationMode as InputReplicationMode,
)
from tensorbrook._src.distribute.values import ReduceOp as ReduceOp
from tensorbrook._src.distribute.values import RunOptions as RunOptions
from tensorbrook.compat.v1.distribute import cluster_resolver as cluster_resolver
from tensorbrook.compat.v1.distribute import experimental as experimental
