"""Input pipelines: `tf.data`."""

from tensorbrook._src.data.dataset import Dataset as Dataset
from tensorbrook._src.data.dataset import (
    FixedLengthRecordDataset as FixedLengthRecordDataset,
)
from tensorbrook._src.data.dataset import TextLineDataset as TextLineDataset
from tensorbrook._src.data.dataset import TFRecordDataset as TFRecordDataset
from tensorbrook._src.data.experimental import AUTOTUNE as AUTOTUNE
from tensorbrook._src.data.experimental import (
    INFINITE_CARDINALITY as INFINITE_CARDINALITY,
)
from tensorbrook._src.data.experimental import (
    UNKNOWN_CARDINALITY as UNKNOWN_CARDINALITY,
)
from tensorbrook._src.data.iterator import Iterator as Iterator
from tensorbrook._src.data.iterator import NumpyIterator as NumpyIterator
from tensorbrook._src.data.options import Options as Options
from tensorbrook._src.data.options import ThreadingOptions as ThreadingOptions
from tensorbrook._src.data.spec import DatasetSpec as DatasetSpec
from tensorbrook._src.data.spec import IteratorSpec as IteratorSpec
from tensorbrook.data import experimental as experimental
