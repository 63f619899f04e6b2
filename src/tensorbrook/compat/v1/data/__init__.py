"""Input pipelines: `tf.data` of 1.x."""

from tensorbrook._src.compat_v1.data import Dataset as Dataset
from tensorbrook._src.compat_v1.data import (
    FixedLengthRecordDataset as FixedLengthRecordDataset,
)
from tensorbrook._src.compat_v1.data import Iterator as Iterator
from tensorbrook._src.compat_v1.data import TextLineDataset as TextLineDataset
from tensorbrook._src.compat_v1.data import TFRecordDataset as TFRecordDataset
from tensorbrook._src.compat_v1.data import get_output_classes as get_output_classes
from tensorbrook._src.compat_v1.data import get_output_shapes as get_output_shapes
from tensorbrook._src.compat_v1.data import get_output_types as get_output_types
from tensorbrook._src.compat_v1.data import (
    make_initializable_iterator as make_initializable_iterator,
)
from tensorbrook._src.compat_v1.data import (
    make_one_shot_iterator as make_one_shot_iterator,
)
from tensorbrook._src.data.experimental import AUTOTUNE as AUTOTUNE
from tensorbrook._src.data.experimental import (
    INFINITE_CARDINALITY as INFINITE_CARDINALITY,
)
from tensorbrook._src.data.experimental import (
    UNKNOWN_CARDINALITY as UNKNOWN_CARDINALITY,
)
from tensorbrook._src.data.iterator import NumpyIterator as NumpyIterator
from tensorbrook._src.data.options import Options as Options
from tensorbrook._src.data.options import ThreadingOptions as ThreadingOptions
from tensorbrook._src.data.spec import DatasetSpec as DatasetSpec
from tensorbrook.compat.v1.data import experimental as experimental
