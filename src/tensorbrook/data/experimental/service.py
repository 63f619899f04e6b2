"""Elements computed by other processes: `tf.data.experimental.service`."""

from tensorbrook._src.data.service.client import CrossTrainerCache as CrossTrainerCache
from tensorbrook._src.data.service.client import ShardingPolicy as ShardingPolicy
from tensorbrook._src.data.service.client import distribute as distribute
from tensorbrook._src.data.service.client import from_dataset_id as from_dataset_id
from tensorbrook._src.data.service.client import register_dataset as register_dataset
from tensorbrook._src.data.service.dispatcher import (
    DispatcherConfig as DispatcherConfig,
)
from tensorbrook._src.data.service.dispatcher import DispatchServer as DispatchServer
from tensorbrook._src.data.service.worker import WorkerConfig as WorkerConfig
from tensorbrook._src.data.service.worker import WorkerServer as WorkerServer
