"""Element types of tensors, and conversions between them."""

from tensorbrook._src.core.dtypes import QUANTIZED_DTYPES as QUANTIZED_DTYPES
from tensorbrook._src.core.dtypes import DType as DType
from tensorbrook._src.core.dtypes import as_dtype as as_dtype
from tensorbrook._src.core.dtypes import bfloat16 as bfloat16
from tensorbrook._src.core.dtypes import bool as bool  # noqa: A004
from tensorbrook._src.core.dtypes import complex64 as complex64
from tensorbrook._src.core.dtypes import complex128 as complex128
from tensorbrook._src.core.dtypes import double as double
from tensorbrook._src.core.dtypes import float16 as float16
from tensorbrook._src.core.dtypes import float32 as float32
from tensorbrook._src.core.dtypes import float64 as float64
from tensorbrook._src.core.dtypes import half as half
from tensorbrook._src.core.dtypes import int8 as int8
from tensorbrook._src.core.dtypes import int16 as int16
from tensorbrook._src.core.dtypes import int32 as int32
from tensorbrook._src.core.dtypes import int64 as int64
from tensorbrook._src.core.dtypes import qint8 as qint8
from tensorbrook._src.core.dtypes import qint16 as qint16
from tensorbrook._src.core.dtypes import qint32 as qint32
from tensorbrook._src.core.dtypes import quint8 as quint8
from tensorbrook._src.core.dtypes import quint16 as quint16
from tensorbrook._src.core.dtypes import resource as resource
from tensorbrook._src.core.dtypes import string as string
from tensorbrook._src.core.dtypes import uint8 as uint8
from tensorbrook._src.core.dtypes import uint16 as uint16
from tensorbrook._src.core.dtypes import uint32 as uint32
from tensorbrook._src.core.dtypes import uint64 as uint64
from tensorbrook._src.core.dtypes import variant as variant
from tensorbrook._src.ops.cast import cast as cast
from tensorbrook._src.ops.cast import saturate_cast as saturate_cast
from tensorbrook._src.ops.complex_numbers import complex as complex  # noqa: A004
from tensorbrook.dtypes import experimental as experimental
