"""What may still change."""

from typing import TYPE_CHECKING

from tensorbrook._src.core.dtypes import float4_e2m1fn as float4_e2m1fn
from tensorbrook._src.core.dtypes import float8_e4m3b11fnuz as float8_e4m3b11fnuz
from tensorbrook._src.core.dtypes import float8_e4m3fn as float8_e4m3fn
from tensorbrook._src.core.dtypes import float8_e4m3fnuz as float8_e4m3fnuz
from tensorbrook._src.core.dtypes import float8_e5m2 as float8_e5m2
from tensorbrook._src.core.dtypes import float8_e5m2fnuz as float8_e5m2fnuz
from tensorbrook._src.core.dtypes import int2 as int2
from tensorbrook._src.core.dtypes import int4 as int4
from tensorbrook._src.core.dtypes import uint2 as uint2
from tensorbrook._src.core.dtypes import uint4 as uint4
from tensorbrook._src.data.iterator import Optional as Optional
from tensorbrook._src.eager.execution import async_clear_error as async_clear_error
from tensorbrook._src.eager.execution import async_scope as async_scope
from tensorbrook._src.eager.execution import enable_strict_mode as enable_strict_mode
from tensorbrook._src.eager.execution import (
    function_executor_type as function_executor_type,
)
from tensorbrook._src.eager.execution import (
    register_filesystem_plugin as register_filesystem_plugin,
)
from tensorbrook._src.ops.dispatch import dispatch_for_api as dispatch_for_api
from tensorbrook._src.ops.dispatch import (
    dispatch_for_binary_elementwise_apis as dispatch_for_binary_elementwise_apis,
)
from tensorbrook._src.ops.dispatch import (
    dispatch_for_binary_elementwise_assert_apis as dispatch_for_binary_elementwise_assert_apis,
)
from tensorbrook._src.ops.dispatch import (
    dispatch_for_unary_elementwise_apis as dispatch_for_unary_elementwise_apis,
)
from tensorbrook._src.ops.dispatch import (
    unregister_dispatch_for as unregister_dispatch_for,
)
from tensorbrook._src.ops.extension_type import (
    BatchableExtensionType as BatchableExtensionType,
)
from tensorbrook._src.ops.extension_type import ExtensionType as ExtensionType
from tensorbrook._src.ops.extension_type import (
    ExtensionTypeBatchEncoder as ExtensionTypeBatchEncoder,
)
from tensorbrook._src.ops.extension_type import ExtensionTypeSpec as ExtensionTypeSpec
from tensorbrook._src.ops.ragged.dynamic_shape import (
    DynamicRaggedShape as DynamicRaggedShape,
)
from tensorbrook._src.ops.ragged.row_partition import RowPartition as RowPartition
from tensorbrook.experimental import dlpack as dlpack
from tensorbrook.experimental import extension_type as extension_type
from tensorbrook.experimental import numpy as numpy

if TYPE_CHECKING:
    from tensorbrook.experimental import dtensor as dtensor
else:

    def __getattr__(name: str) -> object:
        """Loads the room that brings datasets and checkpoints when it is first used."""
        if name == "dtensor":
            import importlib

            return importlib.import_module("tensorbrook.experimental.dtensor")
        raise AttributeError(
            f"module 'tensorbrook.experimental' has no attribute {name!r}"
        )
