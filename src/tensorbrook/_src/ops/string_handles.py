"""Queues, readers and tables of 1.x, whose handles are references to strings."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops import queues as queues  # records found by name
from tensorbrook._src.ops import readers as readers
from tensorbrook._src.ops import tables
from tensorbrook._src.ops.by_reference import (
    ReferenceOp,
    handle_to,
    with_string_handle,
)
from tensorbrook._src.ops.rules import scalar

_OUTSIDE = unsupported("what it handles lives outside of compiled functions")
_SHARING = "container: string = '', shared_name: string = ''"

fifo_queue_op = with_string_handle("FIFOQueue", "FIFOQueueV2")
padding_fifo_queue_op = with_string_handle("PaddingFIFOQueue", "PaddingFIFOQueueV2")
random_shuffle_queue_op = with_string_handle(
    "RandomShuffleQueue", "RandomShuffleQueueV2"
)
priority_queue_op = with_string_handle("PriorityQueue", "PriorityQueueV2")
queue_enqueue_op = with_string_handle("QueueEnqueue", "QueueEnqueueV2")
queue_enqueue_many_op = with_string_handle("QueueEnqueueMany", "QueueEnqueueManyV2")
queue_dequeue_op = with_string_handle("QueueDequeue", "QueueDequeueV2")
queue_dequeue_many_op = with_string_handle("QueueDequeueMany", "QueueDequeueManyV2")
queue_dequeue_up_to_op = with_string_handle("QueueDequeueUpTo", "QueueDequeueUpToV2")
queue_close_op = with_string_handle("QueueClose", "QueueCloseV2")
queue_size_op = with_string_handle("QueueSize", "QueueSizeV2")
queue_is_closed_op = with_string_handle("QueueIsClosed", "QueueIsClosedV2")
fake_queue_op = ReferenceOp(
    "FakeQueue",
    "resource: resource -> handle: Ref(string)",
    shape=lambda c: (2,),
    reference=lambda xp, resource: handle_to(resource),
    gradient=NOT_DIFFERENTIABLE,
    xla=_OUTSIDE,
    stateful=True,
)

text_line_reader_op = with_string_handle("TextLineReader", "TextLineReaderV2")
whole_file_reader_op = with_string_handle("WholeFileReader", "WholeFileReaderV2")
identity_reader_op = with_string_handle("IdentityReader", "IdentityReaderV2")
tf_record_reader_op = with_string_handle("TFRecordReader", "TFRecordReaderV2")
fixed_length_record_reader_op = with_string_handle(
    "FixedLengthRecordReader",
    "FixedLengthRecordReaderV2",
    "-> reader_handle: Ref(string) | header_bytes: int = 0, record_bytes: int, "
    f"footer_bytes: int = 0, hop_bytes: int = 0, {_SHARING}",
)
reader_read_op = with_string_handle("ReaderRead", "ReaderReadV2")
reader_read_up_to_op = with_string_handle("ReaderReadUpTo", "ReaderReadUpToV2")
reader_num_records_op = with_string_handle(
    "ReaderNumRecordsProduced", "ReaderNumRecordsProducedV2"
)
reader_num_units_op = with_string_handle(
    "ReaderNumWorkUnitsCompleted", "ReaderNumWorkUnitsCompletedV2"
)
reader_reset_op = with_string_handle("ReaderReset", "ReaderResetV2")


def _no_lmdb(xp: Any, **attrs: Any) -> Any:
    raise errors.UnimplementedError(
        None,
        None,
        "LMDBReader: LMDB files can't be read, as in TensorFlow's own build.",
    )


lmdb_reader_op = ReferenceOp(
    "LMDBReader",
    f"-> reader_handle: Ref(string) | {_SHARING}",
    shape=lambda c: (2,),
    reference=_no_lmdb,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OUTSIDE,
    stateful=True,
)


def _state_op(name: str, signature: str, kernel: Any, shape: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OUTSIDE,
        stateful=True,
    )


reader_serialize_state_v2_op = _state_op(
    "ReaderSerializeStateV2",
    "reader_handle: resource -> state: string",
    lambda xp, reader: reader.state(),
    scalar,
)
reader_restore_state_v2_op = _state_op(
    "ReaderRestoreStateV2",
    "reader_handle: resource, state: string ->",
    lambda xp, reader, state: reader.restore(state.item()),
    lambda c: [],
)
reader_serialize_state_op = with_string_handle(
    "ReaderSerializeState", "ReaderSerializeStateV2"
)
reader_restore_state_op = with_string_handle(
    "ReaderRestoreState", "ReaderRestoreStateV2"
)

hash_table_op = with_string_handle("HashTable", "HashTableV2")
mutable_hash_table_op = with_string_handle("MutableHashTable", "MutableHashTableV2")
mutable_hash_table_of_tensors_op = with_string_handle(
    "MutableHashTableOfTensors", "MutableHashTableOfTensorsV2"
)


def _dense(xp: Any, empty_key: Any, state: dict[str, Any], **options: Any) -> Any:
    if "table" not in state:
        state["table"] = tables.dense_without_deletion(options, empty_key)
    return handle_to(state["table"])


mutable_dense_hash_table_op = ReferenceOp(
    "MutableDenseHashTable",
    "empty_key: key_dtype -> table_handle: Ref(string) | container: string = '', "
    "shared_name: string = '', use_node_name_sharing: bool = False, key_dtype: type, "
    "value_dtype: type, value_shape: shape = (), initial_num_buckets: int = 131072, "
    "max_load_factor: float = 0.8",
    shape=lambda c: (2,),
    reference=_dense,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OUTSIDE,
    stateful=True,
    kernel_state=lambda attrs: {},
)
initialize_table_op = with_string_handle("InitializeTable", "InitializeTableV2")
initialize_table_from_text_file_op = with_string_handle(
    "InitializeTableFromTextFile", "InitializeTableFromTextFileV2"
)
lookup_table_export_op = with_string_handle("LookupTableExport", "LookupTableExportV2")
lookup_table_find_op = with_string_handle("LookupTableFind", "LookupTableFindV2")
lookup_table_import_op = with_string_handle("LookupTableImport", "LookupTableImportV2")
lookup_table_insert_op = with_string_handle("LookupTableInsert", "LookupTableInsertV2")
lookup_table_size_op = with_string_handle("LookupTableSize", "LookupTableSizeV2")
