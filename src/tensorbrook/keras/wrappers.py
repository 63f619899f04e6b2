"""Models as estimators of scikit-learn."""

from tensorbrook._src.keras.wrappers.estimators import (
    SKLearnClassifier as SKLearnClassifier,
)
from tensorbrook._src.keras.wrappers.estimators import (
    SKLearnRegressor as SKLearnRegressor,
)
from tensorbrook._src.keras.wrappers.estimators import (
    SKLearnTransformer as SKLearnTransformer,
)
