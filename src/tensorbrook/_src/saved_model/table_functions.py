"""The functions by which a SavedModel makes a lookup table and fills it."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.function.polymorphic import function
from tensorbrook._src.ops import tables
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.variables.lookup_tables import (
    DenseHashTable,
    LookupInterface,
    MutableHashTable,
)

CREATE = "_create_resource"
INITIALIZE = "_initialize"
DESTROY = "_destroy_resource"


def is_table(value: Any) -> bool:
    """Whether an object is a table itself, not one that asks another table."""
    return isinstance(value, LookupInterface) and value._handle is not None


def make_handle(table: Any) -> Any:
    """A node that makes a table like this one, by which others can find it.

    Raises:
        NotImplementedError: Tables of that class can't be saved.
    """
    if isinstance(table, DenseHashTable):
        raise NotImplementedError(
            "A DenseHashTable can't be saved in a SavedModel yet."
        )
    options = {
        "key_dtype": table.key_dtype,
        "value_dtype": table.value_dtype,
        "shared_name": f"{table.name}_{id(table)}",
    }
    if not isinstance(table, MutableHashTable):
        return tables.hash_table_op(name="hash_table", **options)
    if not table._default._dims:
        return tables.mutable_hash_table_op(name="MutableHashTable", **options)
    return tables.mutable_hash_table_of_tensors_op(
        value_shape=table._default._dims, name="MutableHashTable", **options
    )


def table_functions(table: Any) -> dict[str, Any]:
    """The functions of a table, by the names under which they are looked for."""
    keys, values = table.export()

    def fill() -> Any:
        tables.lookup_table_import_op(table.resource_handle, keys, values)
        return constant(1)

    bodies = {
        CREATE: lambda: make_handle(table),
        INITIALIZE: fill,
        DESTROY: lambda: constant(1),
    }
    return {
        name: function(body, input_signature=(), autograph=False)
        for name, body in bodies.items()
    }
