"""Models of the family mobilenet_v2."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.mobilenet_v2 import MobileNetV2 as MobileNetV2
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_tf as preprocess_input,
)
