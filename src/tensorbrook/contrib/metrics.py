"""Metrics with predictions first."""

from tensorbrook._src.compat_v1.contrib.metrics import accuracy as accuracy
from tensorbrook._src.compat_v1.contrib.metrics import (
    aggregate_metric_map as aggregate_metric_map,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    aggregate_metrics as aggregate_metrics,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_accuracy as streaming_accuracy,
)
from tensorbrook._src.compat_v1.contrib.metrics import streaming_auc as streaming_auc
from tensorbrook._src.compat_v1.contrib.metrics import streaming_mean as streaming_mean
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_mean_absolute_error as streaming_mean_absolute_error,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_mean_iou as streaming_mean_iou,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_mean_squared_error as streaming_mean_squared_error,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_precision as streaming_precision,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_recall as streaming_recall,
)
from tensorbrook._src.compat_v1.contrib.metrics import (
    streaming_root_mean_squared_error as streaming_root_mean_squared_error,
)
from tensorbrook._src.compat_v1.contrib.missing import metrics as __getattr__
