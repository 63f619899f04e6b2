"""Transformations that were moved to `tf.data` later."""

from tensorbrook._src.compat_v1.contrib.data import (
    batch_and_drop_remainder as batch_and_drop_remainder,
)
from tensorbrook._src.compat_v1.contrib.data import (
    enumerate_dataset as enumerate_dataset,
)
from tensorbrook._src.compat_v1.contrib.data import ignore_errors as ignore_errors
from tensorbrook._src.compat_v1.contrib.data import map_and_batch as map_and_batch
from tensorbrook._src.compat_v1.contrib.data import (
    parallel_interleave as parallel_interleave,
)
from tensorbrook._src.compat_v1.contrib.data import scan as scan
from tensorbrook._src.compat_v1.contrib.data import (
    shuffle_and_repeat as shuffle_and_repeat,
)
from tensorbrook._src.compat_v1.contrib.data import unbatch as unbatch
from tensorbrook._src.compat_v1.contrib.missing import data as __getattr__
from tensorbrook._src.compat_v1.training.input_pipeline_hook import (
    CheckpointInputPipelineHook as CheckpointInputPipelineHook,
)
