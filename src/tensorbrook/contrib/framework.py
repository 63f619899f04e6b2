"""Scopes and variables of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.arg_scope import add_arg_scope as add_arg_scope
from tensorbrook._src.compat_v1.contrib.arg_scope import arg_scope as arg_scope
from tensorbrook._src.compat_v1.contrib.arg_scope import (
    arg_scoped_arguments as arg_scoped_arguments,
)
from tensorbrook._src.compat_v1.contrib.arg_scope import (
    current_arg_scope as current_arg_scope,
)
from tensorbrook._src.compat_v1.contrib.arg_scope import has_arg_scope as has_arg_scope
from tensorbrook._src.compat_v1.contrib.missing import framework as __getattr__
from tensorbrook._src.compat_v1.framework import global_variables as get_variables
from tensorbrook._src.compat_v1.framework import (
    trainable_variables as get_trainable_variables,
)
from tensorbrook._src.compat_v1.global_step import (
    assert_global_step as assert_global_step,
)
from tensorbrook._src.compat_v1.global_step import (
    create_global_step as create_global_step,
)
from tensorbrook._src.compat_v1.global_step import get_global_step as get_global_step
from tensorbrook._src.compat_v1.global_step import (
    get_or_create_global_step as get_or_create_global_step,
)
