"""Estimators of Keras models."""

from tensorbrook._src.compat_v1.estimator.keras_model import (
    model_to_estimator as model_to_estimator,
)
