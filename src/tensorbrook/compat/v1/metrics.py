"""Metrics over many runs, for 1.x programs."""

from tensorbrook._src.compat_v1.metrics.classes import mean_iou as mean_iou
from tensorbrook._src.compat_v1.metrics.classes import (
    mean_per_class_accuracy as mean_per_class_accuracy,
)
from tensorbrook._src.compat_v1.metrics.counts import false_negatives as false_negatives
from tensorbrook._src.compat_v1.metrics.counts import false_positives as false_positives
from tensorbrook._src.compat_v1.metrics.counts import precision as precision
from tensorbrook._src.compat_v1.metrics.counts import recall as recall
from tensorbrook._src.compat_v1.metrics.counts import true_negatives as true_negatives
from tensorbrook._src.compat_v1.metrics.counts import true_positives as true_positives
from tensorbrook._src.compat_v1.metrics.means import accuracy as accuracy
from tensorbrook._src.compat_v1.metrics.means import mean as mean
from tensorbrook._src.compat_v1.metrics.means import (
    mean_absolute_error as mean_absolute_error,
)
from tensorbrook._src.compat_v1.metrics.means import (
    mean_cosine_distance as mean_cosine_distance,
)
from tensorbrook._src.compat_v1.metrics.means import (
    mean_relative_error as mean_relative_error,
)
from tensorbrook._src.compat_v1.metrics.means import (
    mean_squared_error as mean_squared_error,
)
from tensorbrook._src.compat_v1.metrics.means import mean_tensor as mean_tensor
from tensorbrook._src.compat_v1.metrics.means import (
    percentage_below as percentage_below,
)
from tensorbrook._src.compat_v1.metrics.means import (
    root_mean_squared_error as root_mean_squared_error,
)
from tensorbrook._src.compat_v1.metrics.ranked import (
    average_precision_at_k as average_precision_at_k,
)
from tensorbrook._src.compat_v1.metrics.ranked import precision_at_k as precision_at_k
from tensorbrook._src.compat_v1.metrics.ranked import (
    precision_at_top_k as precision_at_top_k,
)
from tensorbrook._src.compat_v1.metrics.ranked import recall_at_k as recall_at_k
from tensorbrook._src.compat_v1.metrics.ranked import recall_at_top_k as recall_at_top_k
from tensorbrook._src.compat_v1.metrics.ranked import (
    sparse_average_precision_at_k as sparse_average_precision_at_k,
)
from tensorbrook._src.compat_v1.metrics.ranked import (
    sparse_precision_at_k as sparse_precision_at_k,
)
from tensorbrook._src.compat_v1.metrics.thresholds import auc as auc
from tensorbrook._src.compat_v1.metrics.thresholds import (
    false_negatives_at_thresholds as false_negatives_at_thresholds,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    false_positives_at_thresholds as false_positives_at_thresholds,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    precision_at_thresholds as precision_at_thresholds,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    recall_at_thresholds as recall_at_thresholds,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    sensitivity_at_specificity as sensitivity_at_specificity,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    specificity_at_sensitivity as specificity_at_sensitivity,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    true_negatives_at_thresholds as true_negatives_at_thresholds,
)
from tensorbrook._src.compat_v1.metrics.thresholds import (
    true_positives_at_thresholds as true_positives_at_thresholds,
)
