"""Models of the family vgg19."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_caffe as preprocess_input,
)
from tensorbrook._src.keras.applications.vgg import VGG19 as VGG19
