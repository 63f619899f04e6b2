"""Records of operations on images: every promise, on small images."""

import numpy as np
import pytest

from tensorbrook._src.ops import image_files
from tests.ops.driver import Sample, check, wave

IMAGES = wave(2, 4, 3, 2)
FLOATS = IMAGES.astype("f")
COLOURS = (np.abs(wave(2, 3, 4, 3)) / 2).astype("f")
SCALE = [np.array([1.25, 2.0], "f"), np.array([0.1, -0.2], "f")]
BOXES = np.array([[0.1, 0.2, 0.8, 0.9], [0.3, -0.1, 1.2, 0.7]], "f")
CROPS = wave(2, 2, 3, 2).astype("f")
PATCHES = {
    "ksizes": [1, 2, 2, 1],
    "strides": [1, 1, 2, 1],
    "rates": [1, 2, 1, 1],
    "padding": "SAME",
}
SEEDED = {"seed": 3, "seed2": 5}
SEEN = [[20, 30, 3], np.array([[[0.1, 0.2, 0.7, 0.9]]], "f")]
RIVALS = [
    np.array([[0, 0, 1, 1], [0, 0.1, 1, 1.1], [0, 2, 1, 3], [0, 2.1, 1, 3]], "f"),
    np.array([0.9, 0.75, 0.6, 0.95], "f"),
]
PICTURE = (np.abs(wave(5, 4, 3)) * 100).astype(np.uint8)
PNG = image_files.png(PICTURE, -1)
GREY_PNG = image_files.png(PICTURE[..., :1].astype(np.uint16) * 200, 9)
JPEG = image_files.jpeg(PICTURE, 90)
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
BMP = (
    b"BM" + (58).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    + (40).to_bytes(4, "little") + (1).to_bytes(4, "little") * 2
    + (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + bytes(24)
    + bytes([1, 2, 3, 0])
)  # fmt: skip
TURNS = np.array([[0.9, 0.2, 0.3, -0.2, 1.1, -0.4, 0.01, -0.02]], "f")
WEBP = bytes.fromhex(
    "524946461e000000574542505650384c110000002f0140000007d0fffef7bfff8188e87f0000"
)


def scalar(data):
    """A file as the scalar that kernels get."""
    found = np.empty((), object)
    found[()] = data
    return found


SAMPLES = [
    Sample("ResizeBilinear", [IMAGES, [3, 5]], orders=0),
    Sample("ResizeBilinear", [IMAGES, [6, 2]], {"half_pixel_centers": True}, orders=0),
    Sample("ResizeBilinearGrad", [CROPS, IMAGES], {"align_corners": True}, orders=0),
    Sample("ResizeBicubic", [IMAGES, [3, 5]], orders=0),
    Sample("ResizeBicubic", [IMAGES, [6, 2]], {"half_pixel_centers": True}, orders=0),
    Sample("ResizeBicubicGrad", [CROPS, IMAGES], {"align_corners": True}, orders=0),
    Sample("ResizeNearestNeighbor", [IMAGES, [3, 5]], dtypes="float32 float64"),
    Sample("ResizeNearestNeighborGrad", [IMAGES, [3, 5]], dtypes="float32 float64"),
    Sample("ResizeArea", [IMAGES, [3, 2]], orders=0),
    Sample("ScaleAndTranslate", [FLOATS, [5, 6], *SCALE], orders=0),
    Sample(
        "ScaleAndTranslateGrad",
        [CROPS, FLOATS, *SCALE],
        {"kernel_type": "triangle"},
        orders=0,
    ),
    Sample("CropAndResize", [IMAGES, BOXES, [1, 0], [2, 3]], orders=0),
    Sample(
        "CropAndResize",
        [FLOATS, BOXES, [1, 0], [1, 2]],
        {"method": "nearest", "extrapolation_value": 0.5},
    ),
    Sample(
        "CropAndResizeGradImage",
        [CROPS, BOXES, [1, 0], [2, 4, 3, 2]],
        {"T": "float32"},
    ),
    Sample("CropAndResizeGradBoxes", [CROPS, IMAGES, BOXES, [1, 0]], orders=0),
    Sample("RGBToHSV", [COLOURS + wave(2, 3, 4, 3) / 50], dtypes="float32", orders=1),
    Sample("HSVToRGB", [COLOURS], dtypes="float32 half"),
    Sample("AdjustContrastv2", [COLOURS, np.float32(1.5)], orders=0),
    Sample("AdjustHue", [COLOURS, np.float32(0.3)]),
    Sample("AdjustSaturation", [COLOURS, np.float32(0.7)]),
    Sample("ExtractImagePatches", [IMAGES], PATCHES, dtypes="float32 int32"),
    Sample(
        "ExtractGlimpse",
        [FLOATS, [2, 2], np.array([[0.0, 0.0], [0.3, -0.2]], "f")],
        {"noise": "zero", "uniform_noise": False},
    ),
    Sample(
        "ExtractGlimpseV2",
        [FLOATS, [2, 2], np.array([[1.0, 0.0], [3.0, -1.0]], "f")],
        {"noise": "zero", "uniform_noise": False, "normalized": False},
    ),
    Sample("NonMaxSuppression", [*RIVALS, 3], expected=[3, 0]),
    Sample("NonMaxSuppressionV2", [*RIVALS, 3, 0.9], refused="half"),
    Sample("NonMaxSuppressionV3", [*RIVALS, 3, 0.5, 0.92], expected=[3]),
    Sample(
        "NonMaxSuppressionV4",
        [*RIVALS, 3, 0.5, 0.0],
        {"pad_to_max_output_size": True},
        expected=[3, 0, 0],
    ),
    Sample("NonMaxSuppressionV5", [*RIVALS, 4, 1.0, 0.1, 0.5]),
    Sample(
        "NonMaxSuppressionWithOverlaps",
        [(np.eye(4, k=1) + np.eye(4)).astype("f"), RIVALS[1], 3, 0.5, 0.0],
    ),
    Sample(
        "CombinedNonMaxSuppression",
        [RIVALS[0][None, :, None], np.stack([RIVALS[1]] * 2, 1)[None], 2, 3, 0.5, 0.0],
    ),
    Sample("DrawBoundingBoxes", [COLOURS, np.abs(BOXES)[None].repeat(2, 0)]),
    Sample(
        "DrawBoundingBoxesV2",
        [COLOURS, BOXES[None].repeat(2, 0), np.array([[0.5, 0.2, 0.1]], "f")],
    ),
    Sample("SampleDistortedBoundingBox", SEEN, SEEDED),
    Sample("SampleDistortedBoundingBoxV2", [*SEEN, 0.2], SEEDED),
    Sample("StatelessSampleDistortedBoundingBox", [*SEEN, 0.2, [1, 2]]),
    Sample("DecodePng", [scalar(PNG)], expected=PICTURE),
    Sample("DecodePng", [scalar(GREY_PNG)], {"dtype": "uint16", "channels": 3}),
    Sample("DecodeJpeg", [scalar(JPEG)], {"channels": 1}),
    Sample("DecodeGif", [scalar(GIF)], expected=[[[[255, 0, 0]]]]),
    Sample("DecodeBmp", [scalar(BMP)], expected=[[[3, 2, 1]]]),
    Sample("DecodeImage", [scalar(PNG)], {"dtype": "float32"}),
    Sample("DecodeImage", [scalar(GIF)], {"expand_animations": False}),
    Sample("DecodeAndCropJpeg", [scalar(JPEG), [1, 1, 2, 3]]),
    Sample("ExtractJpegShape", [scalar(JPEG)], expected=[5, 4, 3]),
    Sample("DecodeWebP", [scalar(WEBP)], expected=np.full((2, 2, 3), 255)),
    Sample(
        "ImageProjectiveTransformV2",
        [IMAGES, TURNS, [3, 5]],
        {"interpolation": "BILINEAR", "fill_mode": "REFLECT"},
        orders=0,
    ),
    Sample(
        "ImageProjectiveTransformV3",
        [IMAGES, TURNS, [3, 5], np.float32(0.5)],
        {"interpolation": "NEAREST"},
        orders=0,
    ),
    Sample("EncodePng", [PICTURE]),
    Sample("EncodeJpeg", [PICTURE]),
    Sample("EncodeJpegVariableQuality", [PICTURE, 70]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
