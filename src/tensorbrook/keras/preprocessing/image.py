"""Images as arrays."""

from tensorbrook._src.keras.images.conversion import array_to_img as array_to_img
from tensorbrook._src.keras.images.conversion import img_to_array as img_to_array
from tensorbrook._src.keras.images.conversion import load_img as load_img
from tensorbrook._src.keras.images.conversion import save_img as save_img
from tensorbrook._src.keras.images.conversion import smart_resize as smart_resize
