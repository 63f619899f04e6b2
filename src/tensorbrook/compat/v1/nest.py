"""Nested structures, for 1.x programs."""

from tensorbrook._src.core.nest import assert_same_structure as assert_same_structure
from tensorbrook._src.core.nest import flatten as flatten
from tensorbrook._src.core.nest import is_nested as is_nested
from tensorbrook._src.core.nest import map_structure as map_structure
from tensorbrook._src.core.nest import pack_sequence_as as pack_sequence_as
