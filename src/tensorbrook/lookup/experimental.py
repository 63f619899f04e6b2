"""Lookup tables that can be changed."""

from tensorbrook._src.variables.lookup_tables import DenseHashTable as DenseHashTable
from tensorbrook._src.variables.lookup_tables import (
    MutableHashTable as MutableHashTable,
)
