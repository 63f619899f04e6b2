"""News of 46 kinds."""

from tensorbrook._src.keras.datasets.reuters import get_label_names as get_label_names
from tensorbrook._src.keras.datasets.reuters import get_word_index as get_word_index
from tensorbrook._src.keras.datasets.reuters import load_data as load_data
