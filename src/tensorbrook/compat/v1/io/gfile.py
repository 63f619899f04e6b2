"""Files and folders."""

from tensorbrook._src.formats.gfile import GFile as GFile
from tensorbrook._src.formats.gfile import copy as copy
from tensorbrook._src.formats.gfile import exists as exists
from tensorbrook._src.formats.gfile import (
    get_registered_schemes as get_registered_schemes,
)
from tensorbrook._src.formats.gfile import glob as glob
from tensorbrook._src.formats.gfile import isdir as isdir
from tensorbrook._src.formats.gfile import join as join
from tensorbrook._src.formats.gfile import listdir as listdir
from tensorbrook._src.formats.gfile import makedirs as makedirs
from tensorbrook._src.formats.gfile import mkdir as mkdir
from tensorbrook._src.formats.gfile import remove as remove
from tensorbrook._src.formats.gfile import rename as rename
from tensorbrook._src.formats.gfile import rmtree as rmtree
from tensorbrook._src.formats.gfile import stat as stat
from tensorbrook._src.formats.gfile import walk as walk
