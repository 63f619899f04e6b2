"""Images as arrays."""

from tensorbrook._src.keras.images.changes import (
    apply_affine_transform as apply_affine_transform,
)
from tensorbrook._src.keras.images.changes import (
    apply_brightness_shift as apply_brightness_shift,
)
from tensorbrook._src.keras.images.changes import (
    apply_channel_shift as apply_channel_shift,
)
from tensorbrook._src.keras.images.changes import random_brightness as random_brightness
from tensorbrook._src.keras.images.changes import (
    random_channel_shift as random_channel_shift,
)
from tensorbrook._src.keras.images.changes import random_rotation as random_rotation
from tensorbrook._src.keras.images.changes import random_shear as random_shear
from tensorbrook._src.keras.images.changes import random_shift as random_shift
from tensorbrook._src.keras.images.changes import random_zoom as random_zoom
from tensorbrook._src.keras.images.conversion import array_to_img as array_to_img
from tensorbrook._src.keras.images.conversion import img_to_array as img_to_array
from tensorbrook._src.keras.images.conversion import load_img as load_img
from tensorbrook._src.keras.images.conversion import save_img as save_img
from tensorbrook._src.keras.images.conversion import smart_resize as smart_resize
from tensorbrook._src.keras.images.generator import (
    ImageDataGenerator as ImageDataGenerator,
)
from tensorbrook._src.keras.images.iterators import (
    DirectoryIterator as DirectoryIterator,
)
from tensorbrook._src.keras.images.iterators import Iterator as Iterator
from tensorbrook._src.keras.images.iterators import (
    NumpyArrayIterator as NumpyArrayIterator,
)
