"""Functions of arrays from saved models and estimators."""

from tensorbrook._src.compat_v1.contrib.predictor import (
    from_estimator as from_estimator,
)
from tensorbrook._src.compat_v1.contrib.predictor import (
    from_saved_model as from_saved_model,
)
