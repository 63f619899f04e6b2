"""Models of the family convnext."""

from tensorbrook._src.keras.applications.convnext import ConvNeXtBase as ConvNeXtBase
from tensorbrook._src.keras.applications.convnext import ConvNeXtLarge as ConvNeXtLarge
from tensorbrook._src.keras.applications.convnext import ConvNeXtSmall as ConvNeXtSmall
from tensorbrook._src.keras.applications.convnext import ConvNeXtTiny as ConvNeXtTiny
from tensorbrook._src.keras.applications.convnext import (
    ConvNeXtXLarge as ConvNeXtXLarge,
)
from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_none as preprocess_input,
)
