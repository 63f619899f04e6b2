"""Files and batches, under the path of Keras 2."""

from tensorbrook._src.keras.data.py_dataset import PyDataset as Sequence
from tensorbrook._src.keras.datasets.file_cache import get_file as get_file
