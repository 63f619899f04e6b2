"""The exceptions of TensorFlow, for 1.x programs."""

from tensorbrook._src.core.errors import ABORTED as ABORTED
from tensorbrook._src.core.errors import ALREADY_EXISTS as ALREADY_EXISTS
from tensorbrook._src.core.errors import CANCELLED as CANCELLED
from tensorbrook._src.core.errors import DATA_LOSS as DATA_LOSS
from tensorbrook._src.core.errors import DEADLINE_EXCEEDED as DEADLINE_EXCEEDED
from tensorbrook._src.core.errors import FAILED_PRECONDITION as FAILED_PRECONDITION
from tensorbrook._src.core.errors import INTERNAL as INTERNAL
from tensorbrook._src.core.errors import INVALID_ARGUMENT as INVALID_ARGUMENT
from tensorbrook._src.core.errors import NOT_FOUND as NOT_FOUND
from tensorbrook._src.core.errors import OK as OK
from tensorbrook._src.core.errors import OUT_OF_RANGE as OUT_OF_RANGE
from tensorbrook._src.core.errors import PERMISSION_DENIED as PERMISSION_DENIED
from tensorbrook._src.core.errors import RESOURCE_EXHAUSTED as RESOURCE_EXHAUSTED
from tensorbrook._src.core.errors import UNAUTHENTICATED as UNAUTHENTICATED
from tensorbrook._src.core.errors import UNAVAILABLE as UNAVAILABLE
from tensorbrook._src.core.errors import UNIMPLEMENTED as UNIMPLEMENTED
from tensorbrook._src.core.errors import UNKNOWN as UNKNOWN
from tensorbrook._src.core.errors import AbortedError as AbortedError
from tensorbrook._src.core.errors import AlreadyExistsError as AlreadyExistsError
from tensorbrook._src.core.errors import CancelledError as CancelledError
from tensorbrook._src.core.errors import DataLossError as DataLossError
from tensorbrook._src.core.errors import DeadlineExceededError as DeadlineExceededError
from tensorbrook._src.core.errors import (
    FailedPreconditionError as FailedPreconditionError,
)
from tensorbrook._src.core.errors import InternalError as InternalError
from tensorbrook._src.core.errors import InvalidArgumentError as InvalidArgumentError
from tensorbrook._src.core.errors import NotFoundError as NotFoundError
from tensorbrook._src.core.errors import OpError as OpError
from tensorbrook._src.core.errors import OutOfRangeError as OutOfRangeError
from tensorbrook._src.core.errors import PermissionDeniedError as PermissionDeniedError
from tensorbrook._src.core.errors import (
    ResourceExhaustedError as ResourceExhaustedError,
)
from tensorbrook._src.core.errors import UnauthenticatedError as UnauthenticatedError
from tensorbrook._src.core.errors import UnavailableError as UnavailableError
from tensorbrook._src.core.errors import UnimplementedError as UnimplementedError
from tensorbrook._src.core.errors import UnknownError as UnknownError
from tensorbrook._src.core.errors import (
    error_code_from_exception_type as error_code_from_exception_type,
)
from tensorbrook._src.core.errors import (
    exception_type_from_error_code as exception_type_from_error_code,
)
