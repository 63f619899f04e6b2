"""Assertions and other checks."""

from tensorbrook._src.autodiff.numeric_checks import (
    disable_check_numerics as disable_check_numerics,
)
from tensorbrook._src.autodiff.numeric_checks import (
    enable_check_numerics as enable_check_numerics,
)
from tensorbrook._src.core.debug_settings import (
    disable_traceback_filtering as disable_traceback_filtering,
)
from tensorbrook._src.core.debug_settings import (
    enable_traceback_filtering as enable_traceback_filtering,
)
from tensorbrook._src.core.debug_settings import (
    get_log_device_placement as get_log_device_placement,
)
from tensorbrook._src.core.debug_settings import (
    is_traceback_filtering_enabled as is_traceback_filtering_enabled,
)
from tensorbrook._src.core.debug_settings import (
    set_log_device_placement as set_log_device_placement,
)
from tensorbrook._src.ops.asserts import assert_equal as assert_equal
from tensorbrook._src.ops.asserts import assert_greater as assert_greater
from tensorbrook._src.ops.asserts import assert_greater_equal as assert_greater_equal
from tensorbrook._src.ops.asserts import assert_less as assert_less
from tensorbrook._src.ops.asserts import assert_less_equal as assert_less_equal
from tensorbrook._src.ops.asserts import assert_near as assert_near
from tensorbrook._src.ops.asserts import assert_negative as assert_negative
from tensorbrook._src.ops.asserts import assert_non_negative as assert_non_negative
from tensorbrook._src.ops.asserts import assert_non_positive as assert_non_positive
from tensorbrook._src.ops.asserts import assert_none_equal as assert_none_equal
from tensorbrook._src.ops.asserts import assert_positive as assert_positive
from tensorbrook._src.ops.debugging import Assert as Assert
from tensorbrook._src.ops.debugging import assert_all_finite as assert_all_finite
from tensorbrook._src.ops.debugging import check_numerics as check_numerics
from tensorbrook._src.ops.shape_asserts import assert_integer as assert_integer
from tensorbrook._src.ops.shape_asserts import (
    assert_proper_iterable as assert_proper_iterable,
)
from tensorbrook._src.ops.shape_asserts import assert_rank as assert_rank
from tensorbrook._src.ops.shape_asserts import (
    assert_rank_at_least as assert_rank_at_least,
)
from tensorbrook._src.ops.shape_asserts import assert_rank_in as assert_rank_in
from tensorbrook._src.ops.shape_asserts import (
    assert_same_float_dtype as assert_same_float_dtype,
)
from tensorbrook._src.ops.shape_asserts import assert_scalar as assert_scalar
from tensorbrook._src.ops.shape_asserts import assert_shapes as assert_shapes
from tensorbrook._src.ops.shape_asserts import assert_type as assert_type
from tensorbrook._src.ops.shape_asserts import is_numeric_tensor as is_numeric_tensor
from tensorbrook.debugging import experimental as experimental
