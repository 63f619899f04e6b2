"""What Keras 2 programs import from `keras.wrappers`."""

from tensorbrook._src.keras.compatibility import scikit_learn  # noqa: F401
