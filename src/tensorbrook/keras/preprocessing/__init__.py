"""Data before it is fed to a model."""

from tensorbrook._src.keras.data.datasets import (
    timeseries_dataset_from_array as timeseries_dataset_from_array,
)
from tensorbrook._src.keras.images.folders import (
    image_dataset_from_directory as image_dataset_from_directory,
)
from tensorbrook._src.keras.images.folders import (
    text_dataset_from_directory as text_dataset_from_directory,
)
from tensorbrook.keras.preprocessing import image as image
from tensorbrook.keras.preprocessing import sequence as sequence
from tensorbrook.keras.preprocessing import text as text
