"""Checkpoints, examples and what else training needs."""

from tensorbrook._src.checkpoint.checkpoint import Checkpoint as Checkpoint
from tensorbrook._src.checkpoint.checkpoint import (
    CheckpointOptions as CheckpointOptions,
)
from tensorbrook._src.checkpoint.manager import CheckpointManager as CheckpointManager
from tensorbrook._src.checkpoint.reader import list_variables as list_variables
from tensorbrook._src.checkpoint.reader import load_checkpoint as load_checkpoint
from tensorbrook._src.checkpoint.reader import load_variable as load_variable
from tensorbrook._src.checkpoint.state import (
    checkpoints_iterator as checkpoints_iterator,
)
from tensorbrook._src.checkpoint.state import (
    get_checkpoint_state as get_checkpoint_state,
)
from tensorbrook._src.checkpoint.state import latest_checkpoint as latest_checkpoint
from tensorbrook._src.checkpoint.views import CheckpointView as CheckpointView
from tensorbrook._src.checkpoint.views import TrackableView as TrackableView
from tensorbrook._src.compat_v1.moving_averages import (
    ExponentialMovingAverage as ExponentialMovingAverage,
)
from tensorbrook._src.compat_v1.training.coordinator import Coordinator as Coordinator
from tensorbrook._src.distribute.cluster_spec import ClusterSpec as ClusterSpec
from tensorbrook._src.formats.protos import BytesList as BytesList
from tensorbrook._src.formats.protos import ClusterDef as ClusterDef
from tensorbrook._src.formats.protos import Example as Example
from tensorbrook._src.formats.protos import Feature as Feature
from tensorbrook._src.formats.protos import FeatureList as FeatureList
from tensorbrook._src.formats.protos import FeatureLists as FeatureLists
from tensorbrook._src.formats.protos import Features as Features
from tensorbrook._src.formats.protos import FloatList as FloatList
from tensorbrook._src.formats.protos import Int64List as Int64List
from tensorbrook._src.formats.protos import JobDef as JobDef
from tensorbrook._src.formats.protos import SequenceExample as SequenceExample
from tensorbrook._src.formats.protos import ServerDef as ServerDef
from tensorbrook.train import experimental as experimental
