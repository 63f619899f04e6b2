"""Files and folders, by their old names."""

from tensorbrook._src.compat_v1.gfile import Copy as Copy
from tensorbrook._src.compat_v1.gfile import DeleteRecursively as DeleteRecursively
from tensorbrook._src.compat_v1.gfile import Exists as Exists
from tensorbrook._src.compat_v1.gfile import Glob as Glob
from tensorbrook._src.compat_v1.gfile import IsDirectory as IsDirectory
from tensorbrook._src.compat_v1.gfile import ListDirectory as ListDirectory
from tensorbrook._src.compat_v1.gfile import MakeDirs as MakeDirs
from tensorbrook._src.compat_v1.gfile import MkDir as MkDir
from tensorbrook._src.compat_v1.gfile import Remove as Remove
from tensorbrook._src.compat_v1.gfile import Rename as Rename
from tensorbrook._src.compat_v1.gfile import Stat as Stat
from tensorbrook._src.compat_v1.gfile import Walk as Walk
from tensorbrook._src.formats.gfile import GFile as FastGFile
from tensorbrook._src.formats.gfile import GFile as GFile
from tensorbrook._src.formats.gfile import GFile as Open
