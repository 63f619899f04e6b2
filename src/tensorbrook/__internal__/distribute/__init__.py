"""What optimizers ask of strategies."""

from tensorbrook.__internal__.distribute import interim as interim
from tensorbrook._src.compat_v1.private_paths.merging import (
    strategy_supports_no_merge_call as strategy_supports_no_merge_call,
)
