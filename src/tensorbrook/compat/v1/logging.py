"""Logging, for 1.x programs."""

from tensorbrook._src.compat_v1.logging import DEBUG as DEBUG
from tensorbrook._src.compat_v1.logging import ERROR as ERROR
from tensorbrook._src.compat_v1.logging import FATAL as FATAL
from tensorbrook._src.compat_v1.logging import INFO as INFO
from tensorbrook._src.compat_v1.logging import WARN as WARN
from tensorbrook._src.compat_v1.logging import (
    TaskLevelStatusMessage as TaskLevelStatusMessage,
)
from tensorbrook._src.compat_v1.logging import debug as debug
from tensorbrook._src.compat_v1.logging import error as error
from tensorbrook._src.compat_v1.logging import fatal as fatal
from tensorbrook._src.compat_v1.logging import flush as flush
from tensorbrook._src.compat_v1.logging import get_verbosity as get_verbosity
from tensorbrook._src.compat_v1.logging import info as info
from tensorbrook._src.compat_v1.logging import log as log
from tensorbrook._src.compat_v1.logging import log_every_n as log_every_n
from tensorbrook._src.compat_v1.logging import log_first_n as log_first_n
from tensorbrook._src.compat_v1.logging import log_if as log_if
from tensorbrook._src.compat_v1.logging import set_verbosity as set_verbosity
from tensorbrook._src.compat_v1.logging import vlog as vlog
from tensorbrook._src.compat_v1.logging import warn as warn
from tensorbrook._src.compat_v1.logging import warning as warning
