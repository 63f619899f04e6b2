"""Models of the family inception_resnet_v2."""

from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.inception_resnet_v2 import (
    InceptionResNetV2 as InceptionResNetV2,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_tf as preprocess_input,
)
