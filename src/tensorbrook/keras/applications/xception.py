"""Models of the family xception."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_tf as preprocess_input,
)
from tensorbrook._src.keras.applications.xception import Xception as Xception
