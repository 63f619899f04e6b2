"""Sequences of numbers."""

from tensorbrook._src.keras.data.py_dataset import (
    TimeseriesGenerator as TimeseriesGenerator,
)
from tensorbrook._src.keras.text.pad_sequences import pad_sequences as pad_sequences
from tensorbrook._src.keras.text.skipgrams import (
    make_sampling_table as make_sampling_table,
)
from tensorbrook._src.keras.text.skipgrams import skipgrams as skipgrams
