"""Models of the family efficientnet_v2."""

from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B0 as EfficientNetV2B0,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B1 as EfficientNetV2B1,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B2 as EfficientNetV2B2,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2B3 as EfficientNetV2B3,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2L as EfficientNetV2L,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2M as EfficientNetV2M,
)
from tensorbrook._src.keras.applications.efficientnet_v2 import (
    EfficientNetV2S as EfficientNetV2S,
)
from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_none as preprocess_input,
)
