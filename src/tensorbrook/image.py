"""Images: resizing, cropping, colours, boxes, quality and codecs."""

from tensorbrook._src.ops.bounding_boxes import (
    draw_bounding_boxes as draw_bounding_boxes,
)
from tensorbrook._src.ops.bounding_boxes import (
    sample_distorted_bounding_box as sample_distorted_bounding_box,
)
from tensorbrook._src.ops.bounding_boxes import (
    stateless_sample_distorted_bounding_box as stateless_sample_distorted_bounding_box,
)
from tensorbrook._src.ops.box_proposals import (
    generate_bounding_box_proposals as generate_bounding_box_proposals,
)
from tensorbrook._src.ops.image_adjust import adjust_brightness as adjust_brightness
from tensorbrook._src.ops.image_adjust import adjust_contrast as adjust_contrast
from tensorbrook._src.ops.image_adjust import adjust_gamma as adjust_gamma
from tensorbrook._src.ops.image_adjust import adjust_hue as adjust_hue
from tensorbrook._src.ops.image_adjust import adjust_saturation as adjust_saturation
from tensorbrook._src.ops.image_adjust import (
    per_image_standardization as per_image_standardization,
)
from tensorbrook._src.ops.image_boxes import crop_and_resize as crop_and_resize
from tensorbrook._src.ops.image_boxes import extract_glimpse as extract_glimpse
from tensorbrook._src.ops.image_codecs import (
    decode_and_crop_jpeg as decode_and_crop_jpeg,
)
from tensorbrook._src.ops.image_codecs import decode_bmp as decode_bmp
from tensorbrook._src.ops.image_codecs import decode_gif as decode_gif
from tensorbrook._src.ops.image_codecs import decode_image as decode_image
from tensorbrook._src.ops.image_codecs import decode_jpeg as decode_jpeg
from tensorbrook._src.ops.image_codecs import decode_png as decode_png
from tensorbrook._src.ops.image_codecs import decode_webp as decode_webp
from tensorbrook._src.ops.image_codecs import encode_jpeg as encode_jpeg
from tensorbrook._src.ops.image_codecs import encode_png as encode_png
from tensorbrook._src.ops.image_codecs import extract_jpeg_shape as extract_jpeg_shape
from tensorbrook._src.ops.image_codecs import is_jpeg as is_jpeg
from tensorbrook._src.ops.image_color import convert_image_dtype as convert_image_dtype
from tensorbrook._src.ops.image_color import grayscale_to_rgb as grayscale_to_rgb
from tensorbrook._src.ops.image_color import hsv_to_rgb as hsv_to_rgb
from tensorbrook._src.ops.image_color import rgb_to_grayscale as rgb_to_grayscale
from tensorbrook._src.ops.image_color import rgb_to_hsv as rgb_to_hsv
from tensorbrook._src.ops.image_color import rgb_to_yiq as rgb_to_yiq
from tensorbrook._src.ops.image_color import rgb_to_yuv as rgb_to_yuv
from tensorbrook._src.ops.image_color import yiq_to_rgb as yiq_to_rgb
from tensorbrook._src.ops.image_color import yuv_to_rgb as yuv_to_rgb
from tensorbrook._src.ops.image_crop import central_crop as central_crop
from tensorbrook._src.ops.image_crop import crop_to_bounding_box as crop_to_bounding_box
from tensorbrook._src.ops.image_crop import pad_to_bounding_box as pad_to_bounding_box
from tensorbrook._src.ops.image_flip import flip_left_right as flip_left_right
from tensorbrook._src.ops.image_flip import flip_up_down as flip_up_down
from tensorbrook._src.ops.image_flip import (
    random_flip_left_right as random_flip_left_right,
)
from tensorbrook._src.ops.image_flip import random_flip_up_down as random_flip_up_down
from tensorbrook._src.ops.image_flip import rot90 as rot90
from tensorbrook._src.ops.image_flip import (
    stateless_random_flip_left_right as stateless_random_flip_left_right,
)
from tensorbrook._src.ops.image_flip import (
    stateless_random_flip_up_down as stateless_random_flip_up_down,
)
from tensorbrook._src.ops.image_flip import transpose as transpose
from tensorbrook._src.ops.image_jpeg_quality import (
    adjust_jpeg_quality as adjust_jpeg_quality,
)
from tensorbrook._src.ops.image_jpeg_quality import (
    random_jpeg_quality as random_jpeg_quality,
)
from tensorbrook._src.ops.image_jpeg_quality import (
    stateless_random_jpeg_quality as stateless_random_jpeg_quality,
)
from tensorbrook._src.ops.image_jxl import decode_jxl as decode_jxl
from tensorbrook._src.ops.image_patches import extract_patches as extract_patches
from tensorbrook._src.ops.image_quality import image_gradients as image_gradients
from tensorbrook._src.ops.image_quality import psnr as psnr
from tensorbrook._src.ops.image_quality import sobel_edges as sobel_edges
from tensorbrook._src.ops.image_quality import ssim as ssim
from tensorbrook._src.ops.image_quality import ssim_multiscale as ssim_multiscale
from tensorbrook._src.ops.image_quality import total_variation as total_variation
from tensorbrook._src.ops.image_random import random_brightness as random_brightness
from tensorbrook._src.ops.image_random import random_contrast as random_contrast
from tensorbrook._src.ops.image_random import random_crop as random_crop
from tensorbrook._src.ops.image_random import random_hue as random_hue
from tensorbrook._src.ops.image_random import random_saturation as random_saturation
from tensorbrook._src.ops.image_random import (
    stateless_random_brightness as stateless_random_brightness,
)
from tensorbrook._src.ops.image_random import (
    stateless_random_contrast as stateless_random_contrast,
)
from tensorbrook._src.ops.image_random import (
    stateless_random_crop as stateless_random_crop,
)
from tensorbrook._src.ops.image_random import (
    stateless_random_hue as stateless_random_hue,
)
from tensorbrook._src.ops.image_random import (
    stateless_random_saturation as stateless_random_saturation,
)
from tensorbrook._src.ops.image_scaling import ResizeMethod as ResizeMethod
from tensorbrook._src.ops.image_scaling import resize as resize
from tensorbrook._src.ops.image_scaling import (
    resize_with_crop_or_pad as resize_with_crop_or_pad,
)
from tensorbrook._src.ops.image_scaling import resize_with_pad as resize_with_pad
from tensorbrook._src.ops.non_max_suppression import (
    combined_non_max_suppression as combined_non_max_suppression,
)
from tensorbrook._src.ops.non_max_suppression import (
    non_max_suppression as non_max_suppression,
)
from tensorbrook._src.ops.non_max_suppression import (
    non_max_suppression_overlaps as non_max_suppression_overlaps,
)
from tensorbrook._src.ops.non_max_suppression import (
    non_max_suppression_padded as non_max_suppression_padded,
)
from tensorbrook._src.ops.non_max_suppression import (
    non_max_suppression_with_scores as non_max_suppression_with_scores,
)
