"""What knows the machines of a cluster."""

from tensorbrook._src.distribute.cluster_resolver import (
    ClusterResolver as ClusterResolver,
)
from tensorbrook._src.distribute.cluster_resolver import (
    SimpleClusterResolver as SimpleClusterResolver,
)
from tensorbrook._src.distribute.cluster_resolver import (
    TFConfigClusterResolver as TFConfigClusterResolver,
)
from tensorbrook._src.distribute.cluster_resolver import (
    TPUClusterResolver as TPUClusterResolver,
)
from tensorbrook._src.distribute.cluster_resolver import UnionResolver as UnionResolver
