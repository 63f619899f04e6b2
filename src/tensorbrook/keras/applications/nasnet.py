"""Models of the family nasnet."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.nasnet import NASNetLarge as NASNetLarge
from tensorbrook._src.keras.applications.nasnet import NASNetMobile as NASNetMobile
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_tf as preprocess_input,
)
