"""Arrays, under the path of Keras 2."""

from tensorbrook._src.keras.numerics.categorical import normalize as normalize
from tensorbrook._src.keras.numerics.categorical import to_categorical as to_categorical
