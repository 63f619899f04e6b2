"""Options of a program, for 1.x programs."""

from tensorbrook._src.compat_v1.flags import FLAGS as FLAGS
from tensorbrook._src.compat_v1.flags import DEFINE_bool as DEFINE_bool
from tensorbrook._src.compat_v1.flags import DEFINE_boolean as DEFINE_boolean
from tensorbrook._src.compat_v1.flags import DEFINE_enum as DEFINE_enum
from tensorbrook._src.compat_v1.flags import DEFINE_float as DEFINE_float
from tensorbrook._src.compat_v1.flags import DEFINE_integer as DEFINE_integer
from tensorbrook._src.compat_v1.flags import DEFINE_list as DEFINE_list
from tensorbrook._src.compat_v1.flags import DEFINE_string as DEFINE_string
