"""Models of the family resnet."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_caffe as preprocess_input,
)
from tensorbrook._src.keras.applications.resnet import ResNet50 as ResNet50
from tensorbrook._src.keras.applications.resnet import ResNet101 as ResNet101
from tensorbrook._src.keras.applications.resnet import ResNet152 as ResNet152
