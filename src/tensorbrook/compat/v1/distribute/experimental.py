"""Experimental parts of distribution, for 1.x programs."""

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
