"""How the data sets of `tf.contrib.learn` come into their folder."""

from tensorbrook._src.compat_v1.mnist import maybe_download as maybe_download
from tensorbrook._src.compat_v1.private_paths.datasets import Dataset as Dataset
from tensorbrook._src.compat_v1.private_paths.datasets import Datasets as Datasets
from tensorbrook._src.compat_v1.private_paths.datasets import (
    load_csv_with_header as load_csv_with_header,
)
from tensorbrook._src.compat_v1.private_paths.datasets import (
    load_csv_without_header as load_csv_without_header,
)
