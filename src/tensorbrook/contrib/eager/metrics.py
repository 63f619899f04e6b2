"""Metrics that are called with each batch."""

from tensorbrook._src.compat_v1.contrib.eager_metrics import Accuracy as Accuracy
from tensorbrook._src.compat_v1.contrib.eager_metrics import (
    BinaryAccuracy as BinaryAccuracy,
)
from tensorbrook._src.compat_v1.contrib.eager_metrics import (
    CategoricalAccuracy as CategoricalAccuracy,
)
from tensorbrook._src.compat_v1.contrib.eager_metrics import Mean as Mean
from tensorbrook._src.compat_v1.contrib.eager_metrics import Metric as Metric
from tensorbrook._src.compat_v1.contrib.eager_metrics import (
    SparseAccuracy as SparseAccuracy,
)
