"""Models of the family vgg16."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_caffe as preprocess_input,
)
from tensorbrook._src.keras.applications.vgg import VGG16 as VGG16
