"""What this installation was built with, for 1.x programs."""

from tensorbrook._src.core.build_info import CXX11_ABI_FLAG as CXX11_ABI_FLAG
from tensorbrook._src.core.build_info import CXX_VERSION as CXX_VERSION
from tensorbrook._src.core.build_info import MONOLITHIC_BUILD as MONOLITHIC_BUILD
from tensorbrook._src.core.build_info import get_build_info as get_build_info
from tensorbrook._src.core.build_info import get_compile_flags as get_compile_flags
from tensorbrook._src.core.build_info import get_include as get_include
from tensorbrook._src.core.build_info import get_lib as get_lib
from tensorbrook._src.core.build_info import get_link_flags as get_link_flags
