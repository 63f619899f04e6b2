"""Models of the family mobilenet_v3."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_none as preprocess_input,
)
