"""Models of the family efficientnet."""

from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB0 as EfficientNetB0,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB1 as EfficientNetB1,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB2 as EfficientNetB2,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB3 as EfficientNetB3,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB4 as EfficientNetB4,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB5 as EfficientNetB5,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB6 as EfficientNetB6,
)
from tensorbrook._src.keras.applications.efficientnet import (
    EfficientNetB7 as EfficientNetB7,
)
from tensorbrook._src.keras.applications.imagenet import (
    decode_predictions as decode_predictions,
)
from tensorbrook._src.keras.applications.preprocessing import (
    preprocess_input_none as preprocess_input,
)
