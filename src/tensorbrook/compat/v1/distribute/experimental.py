"""Strategies that may still change."""

from tensorbrook._src.distribute.communication import CollectiveHints as CollectiveHints
from tensorbrook._src.distribute.communication import (
    CommunicationImplementation as CollectiveCommunication,
)
from tensorbrook._src.distribute.communication import (
    CommunicationImplementation as CommunicationImplementation,
)
from tensorbrook._src.distribute.communication import (
    CommunicationOptions as CommunicationOptions,
)
from tensorbrook._src.distribute.strategy import (
    CentralStorageStrategy as CentralStorageStrategy,
)
from tensorbrook._src.distribute.strategy import (
    MultiWorkerMirroredStrategy as MultiWorkerMirroredStrategy,
)
from tensorbrook._src.distribute.strategy import (
    ParameterServerStrategy as ParameterServerStrategy,
)
from tensorbrook._src.distribute.strategy import TPUStrategy as TPUStrategy
