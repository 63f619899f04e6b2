"""The digits of MNIST in batches."""

from tensorbrook._src.compat_v1.mnist import DataSet as DataSet
from tensorbrook._src.compat_v1.mnist import Datasets as Datasets
from tensorbrook._src.compat_v1.mnist import dense_to_one_hot as dense_to_one_hot
from tensorbrook._src.compat_v1.mnist import maybe_download as maybe_download
from tensorbrook._src.compat_v1.mnist import read_data_sets as read_data_sets
