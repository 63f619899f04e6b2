"""Functions of images."""

from tensorbrook._src.keras.ops.image import affine_transform as affine_transform
from tensorbrook._src.keras.ops.image import crop_images as crop_images
from tensorbrook._src.keras.ops.image import elastic_transform as elastic_transform
from tensorbrook._src.keras.ops.image import extract_patches as extract_patches
from tensorbrook._src.keras.ops.image import extract_patches_3d as extract_patches_3d
from tensorbrook._src.keras.ops.image import gaussian_blur as gaussian_blur
from tensorbrook._src.keras.ops.image import hsv_to_rgb as hsv_to_rgb
from tensorbrook._src.keras.ops.image import map_coordinates as map_coordinates
from tensorbrook._src.keras.ops.image import pad_images as pad_images
from tensorbrook._src.keras.ops.image import (
    perspective_transform as perspective_transform,
)
from tensorbrook._src.keras.ops.image import resize as resize
from tensorbrook._src.keras.ops.image import rgb_to_grayscale as rgb_to_grayscale
from tensorbrook._src.keras.ops.image import rgb_to_hsv as rgb_to_hsv
from tensorbrook._src.keras.ops.image import scale_and_translate as scale_and_translate
from tensorbrook._src.keras.ops.image import sobel_edges as sobel_edges
from tensorbrook._src.keras.ops.image import ssim as ssim
