"""Lookup tables."""

from tensorbrook._src.variables.lookup_initializers import (
    KeyValueTensorInitializer as KeyValueTensorInitializer,
)
from tensorbrook._src.variables.lookup_initializers import (
    TextFileIndex as TextFileIndex,
)
from tensorbrook._src.variables.lookup_initializers import (
    TextFileInitializer as TextFileInitializer,
)
from tensorbrook._src.variables.lookup_tables import StaticHashTable as StaticHashTable
from tensorbrook._src.variables.lookup_tables import (
    StaticVocabularyTable as StaticVocabularyTable,
)
from tensorbrook.compat.v1.lookup import experimental as experimental
