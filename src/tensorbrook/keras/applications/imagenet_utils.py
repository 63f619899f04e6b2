"""Images and classes of ImageNet."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.imagenet import (
    preprocess_input as preprocess_input,
)
