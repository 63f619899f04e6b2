"""Transformations for `Dataset.apply`, and older spellings: `tf.data.experimental`."""

from tensorbrook._src.data.dataset import CsvDataset as CsvDataset
from tensorbrook._src.data.examples import (
    make_batched_features_dataset as make_batched_features_dataset,
)
from tensorbrook._src.data.examples import (
    parse_example_dataset as parse_example_dataset,
)
from tensorbrook._src.data.experimental import AUTOTUNE as AUTOTUNE
from tensorbrook._src.data.experimental import (
    INFINITE_CARDINALITY as INFINITE_CARDINALITY,
)
from tensorbrook._src.data.experimental import SHARD_HINT as SHARD_HINT
from tensorbrook._src.data.experimental import (
    UNKNOWN_CARDINALITY as UNKNOWN_CARDINALITY,
)
from tensorbrook._src.data.experimental import Counter as Counter
from tensorbrook._src.data.experimental import RandomDataset as RandomDataset
from tensorbrook._src.data.experimental import Reducer as Reducer
from tensorbrook._src.data.experimental import assert_cardinality as assert_cardinality
from tensorbrook._src.data.experimental import at as at
from tensorbrook._src.data.experimental import (
    bucket_by_sequence_length as bucket_by_sequence_length,
)
from tensorbrook._src.data.experimental import cardinality as cardinality
from tensorbrook._src.data.experimental import (
    choose_from_datasets as choose_from_datasets,
)
from tensorbrook._src.data.experimental import copy_to_device as copy_to_device
from tensorbrook._src.data.experimental import (
    dense_to_ragged_batch as dense_to_ragged_batch,
)
from tensorbrook._src.data.experimental import (
    dense_to_sparse_batch as dense_to_sparse_batch,
)
from tensorbrook._src.data.experimental import enumerate_dataset as enumerate_dataset
from tensorbrook._src.data.experimental import from_list as from_list
from tensorbrook._src.data.experimental import from_variant as from_variant
from tensorbrook._src.data.experimental import (
    get_next_as_optional as get_next_as_optional,
)
from tensorbrook._src.data.experimental import get_single_element as get_single_element
from tensorbrook._src.data.experimental import get_structure as get_structure
from tensorbrook._src.data.experimental import group_by_reducer as group_by_reducer
from tensorbrook._src.data.experimental import group_by_window as group_by_window
from tensorbrook._src.data.experimental import ignore_errors as ignore_errors
from tensorbrook._src.data.experimental import load as load
from tensorbrook._src.data.experimental import map_and_batch as map_and_batch
from tensorbrook._src.data.experimental import pad_to_cardinality as pad_to_cardinality
from tensorbrook._src.data.experimental import (
    parallel_interleave as parallel_interleave,
)
from tensorbrook._src.data.experimental import prefetch_to_device as prefetch_to_device
from tensorbrook._src.data.experimental import rejection_resample as rejection_resample
from tensorbrook._src.data.experimental import (
    sample_from_datasets as sample_from_datasets,
)
from tensorbrook._src.data.experimental import save as save
from tensorbrook._src.data.experimental import scan as scan
from tensorbrook._src.data.experimental import shuffle_and_repeat as shuffle_and_repeat
from tensorbrook._src.data.experimental import snapshot as snapshot
from tensorbrook._src.data.experimental import take_while as take_while
from tensorbrook._src.data.experimental import to_variant as to_variant
from tensorbrook._src.data.experimental import unbatch as unbatch
from tensorbrook._src.data.experimental import unique as unique
from tensorbrook._src.data.functions import enable_debug_mode as enable_debug_mode
from tensorbrook._src.data.iterator import Optional as Optional
from tensorbrook._src.data.lookup import DatasetInitializer as DatasetInitializer
from tensorbrook._src.data.lookup import (
    index_table_from_dataset as index_table_from_dataset,
)
from tensorbrook._src.data.lookup import table_from_dataset as table_from_dataset
from tensorbrook._src.data.options import AutoShardPolicy as AutoShardPolicy
from tensorbrook._src.data.options import AutotuneAlgorithm as AutotuneAlgorithm
from tensorbrook._src.data.options import AutotuneOptions as AutotuneOptions
from tensorbrook._src.data.options import DistributeOptions as DistributeOptions
from tensorbrook._src.data.options import ExternalStatePolicy as ExternalStatePolicy
from tensorbrook._src.data.options import OptimizationOptions as OptimizationOptions
from tensorbrook._src.data.options import ServiceOptions as ServiceOptions
from tensorbrook._src.data.options import ThreadingOptions as ThreadingOptions
from tensorbrook._src.data.reading import SqlDataset as SqlDataset
from tensorbrook._src.data.reading import TFRecordWriter as TFRecordWriter
from tensorbrook._src.data.reading import make_csv_dataset as make_csv_dataset
from tensorbrook._src.data.saveable import get_model_proto as get_model_proto
from tensorbrook._src.data.saveable import (
    make_saveable_from_iterator as make_saveable_from_iterator,
)
from tensorbrook._src.data.service.client import distributed_save as distributed_save
from tensorbrook.data.experimental import service as service
