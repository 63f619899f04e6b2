"""Models of the family resnet_v2."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_tf as preprocess_input,
)
from tensorbrook._src.keras.applications.resnet import ResNet50V2 as ResNet50V2
from tensorbrook._src.keras.applications.resnet import ResNet101V2 as ResNet101V2
from tensorbrook._src.keras.applications.resnet import ResNet152V2 as ResNet152V2
