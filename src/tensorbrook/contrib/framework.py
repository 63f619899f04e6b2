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
