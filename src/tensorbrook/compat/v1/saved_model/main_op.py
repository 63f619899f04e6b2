"""Operations that run after a SavedModel was loaded."""

from tensorbrook._src.compat_v1.main_op import main_op as main_op
from tensorbrook._src.compat_v1.main_op import (
    main_op_with_restore as main_op_with_restore,
)
