"""Settings of Keras."""

from tensorbrook._src.keras.backend.config import epsilon as epsilon
from tensorbrook._src.keras.backend.config import floatx as floatx
from tensorbrook._src.keras.backend.config import image_data_format as image_data_format
from tensorbrook._src.keras.backend.config import set_epsilon as set_epsilon
from tensorbrook._src.keras.backend.config import set_floatx as set_floatx
from tensorbrook._src.keras.backend.config import (
    set_image_data_format as set_image_data_format,
)
from tensorbrook._src.keras.backend.session import clear_session as clear_session
