"""Models of the family densenet."""

from tensorbrook._src.keras.applications.densenet import DenseNet121 as DenseNet121
from tensorbrook._src.keras.applications.densenet import DenseNet169 as DenseNet169
from tensorbrook._src.keras.applications.densenet import DenseNet201 as DenseNet201
from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_torch as preprocess_input,
)
