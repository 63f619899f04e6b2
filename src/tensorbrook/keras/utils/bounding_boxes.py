"""Boxes around things in images."""

from tensorbrook._src.keras.bounding_boxes.deltas import (
    decode_deltas_to_boxes as decode_deltas_to_boxes,
)
from tensorbrook._src.keras.bounding_boxes.deltas import (
    encode_box_to_deltas as encode_box_to_deltas,
)
from tensorbrook._src.keras.bounding_boxes.formats import (
    convert_format as convert_format,
)
from tensorbrook._src.keras.bounding_boxes.moves import (
    affine_transform as affine_transform,
)
from tensorbrook._src.keras.bounding_boxes.moves import (
    clip_to_image_size as clip_to_image_size,
)
from tensorbrook._src.keras.bounding_boxes.moves import crop as crop
from tensorbrook._src.keras.bounding_boxes.moves import pad as pad
from tensorbrook._src.keras.bounding_boxes.overlap import compute_ciou as compute_ciou
from tensorbrook._src.keras.bounding_boxes.overlap import compute_iou as compute_iou
