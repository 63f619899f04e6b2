"""Layers under the paths of Keras 2."""

from tensorbrook._src.keras.layers.image.auto_contrast import (
    AutoContrast as AutoContrast,
)
from tensorbrook._src.keras.layers.image.center_crop import CenterCrop as CenterCrop
from tensorbrook._src.keras.layers.image.cut_mix import CutMix as CutMix
from tensorbrook._src.keras.layers.image.equalization import (
    Equalization as Equalization,
)
from tensorbrook._src.keras.layers.image.mix_up import MixUp as MixUp
from tensorbrook._src.keras.layers.image.random_brightness import (
    RandomBrightness as RandomBrightness,
)
from tensorbrook._src.keras.layers.image.random_color_degeneration import (
    RandomColorDegeneration as RandomColorDegeneration,
)
from tensorbrook._src.keras.layers.image.random_color_jitter import (
    RandomColorJitter as RandomColorJitter,
)
from tensorbrook._src.keras.layers.image.random_contrast import (
    RandomContrast as RandomContrast,
)
from tensorbrook._src.keras.layers.image.random_crop import RandomCrop as RandomCrop
from tensorbrook._src.keras.layers.image.random_elastic_transform import (
    RandomElasticTransform as RandomElasticTransform,
)
from tensorbrook._src.keras.layers.image.random_erasing import (
    RandomErasing as RandomErasing,
)
from tensorbrook._src.keras.layers.image.random_flip import RandomFlip as RandomFlip
from tensorbrook._src.keras.layers.image.random_gaussian_blur import (
    RandomGaussianBlur as RandomGaussianBlur,
)
from tensorbrook._src.keras.layers.image.random_grayscale import (
    RandomGrayscale as RandomGrayscale,
)
from tensorbrook._src.keras.layers.image.random_height import (
    RandomHeight as RandomHeight,
)
from tensorbrook._src.keras.layers.image.random_hue import RandomHue as RandomHue
from tensorbrook._src.keras.layers.image.random_invert import (
    RandomInvert as RandomInvert,
)
from tensorbrook._src.keras.layers.image.random_perspective import (
    RandomPerspective as RandomPerspective,
)
from tensorbrook._src.keras.layers.image.random_posterization import (
    RandomPosterization as RandomPosterization,
)
from tensorbrook._src.keras.layers.image.random_rotation import (
    RandomRotation as RandomRotation,
)
from tensorbrook._src.keras.layers.image.random_saturation import (
    RandomSaturation as RandomSaturation,
)
from tensorbrook._src.keras.layers.image.random_sharpness import (
    RandomSharpness as RandomSharpness,
)
from tensorbrook._src.keras.layers.image.random_shear import RandomShear as RandomShear
from tensorbrook._src.keras.layers.image.random_translation import (
    RandomTranslation as RandomTranslation,
)
from tensorbrook._src.keras.layers.image.random_width import RandomWidth as RandomWidth
from tensorbrook._src.keras.layers.image.random_zoom import RandomZoom as RandomZoom
from tensorbrook._src.keras.layers.image.resizing import Resizing as Resizing
from tensorbrook._src.keras.layers.image.solarization import (
    Solarization as Solarization,
)
from tensorbrook._src.keras.layers.preprocess.category_encoding import (
    CategoryEncoding as CategoryEncoding,
)
from tensorbrook._src.keras.layers.preprocess.discretization import (
    Discretization as Discretization,
)
from tensorbrook._src.keras.layers.preprocess.hashed_crossing import (
    HashedCrossing as HashedCrossing,
)
from tensorbrook._src.keras.layers.preprocess.hashing import Hashing as Hashing
from tensorbrook._src.keras.layers.preprocess.integer_lookup import (
    IntegerLookup as IntegerLookup,
)
from tensorbrook._src.keras.layers.preprocess.normalization import (
    Normalization as Normalization,
)
from tensorbrook._src.keras.layers.preprocess.pipeline import Pipeline as Pipeline
from tensorbrook._src.keras.layers.preprocess.rescaling import Rescaling as Rescaling
from tensorbrook._src.keras.layers.preprocess.string_lookup import (
    StringLookup as StringLookup,
)
from tensorbrook._src.keras.layers.preprocess.text_vectorization import (
    TextVectorization as TextVectorization,
)
from tensorbrook.keras.layers.experimental import preprocessing as preprocessing
