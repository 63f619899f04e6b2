"""Functions around training."""

from tensorbrook._src.keras.backend.dtypes import standardize_dtype as standardize_dtype
from tensorbrook._src.keras.backend.interaction import (
    disable_interactive_logging as disable_interactive_logging,
)
from tensorbrook._src.keras.backend.interaction import (
    enable_interactive_logging as enable_interactive_logging,
)
from tensorbrook._src.keras.backend.interaction import (
    get_source_inputs as get_source_inputs,
)
from tensorbrook._src.keras.backend.interaction import (
    is_interactive_logging_enabled as is_interactive_logging_enabled,
)
from tensorbrook._src.keras.backend.keras_tensor import (
    is_keras_tensor as is_keras_tensor,
)
from tensorbrook._src.keras.backend.random import set_random_seed as set_random_seed
from tensorbrook._src.keras.backend.session import clear_session as clear_session
from tensorbrook._src.keras.callbacks.progbar import Progbar as Progbar
from tensorbrook._src.keras.data.datasets import split_dataset as split_dataset
from tensorbrook._src.keras.data.datasets import (
    timeseries_dataset_from_array as timeseries_dataset_from_array,
)
from tensorbrook._src.keras.data.py_dataset import PyDataset as PyDataset
from tensorbrook._src.keras.data.py_dataset import PyDataset as Sequence
from tensorbrook._src.keras.datasets.file_cache import get_file as get_file
from tensorbrook._src.keras.engine.config import Config as Config
from tensorbrook._src.keras.engine.data_adapter import (
    pack_x_y_sample_weight as pack_x_y_sample_weight,
)
from tensorbrook._src.keras.engine.data_adapter import (
    unpack_x_y_sample_weight as unpack_x_y_sample_weight,
)
from tensorbrook._src.keras.features.feature_space import FeatureSpace as FeatureSpace
from tensorbrook._src.keras.images.conversion import array_to_img as array_to_img
from tensorbrook._src.keras.images.conversion import img_to_array as img_to_array
from tensorbrook._src.keras.images.conversion import load_img as load_img
from tensorbrook._src.keras.images.conversion import save_img as save_img
from tensorbrook._src.keras.images.folders import (
    image_dataset_from_directory as image_dataset_from_directory,
)
from tensorbrook._src.keras.images.folders import (
    text_dataset_from_directory as text_dataset_from_directory,
)
from tensorbrook._src.keras.numerics.categorical import normalize as normalize
from tensorbrook._src.keras.numerics.categorical import to_categorical as to_categorical
from tensorbrook._src.keras.plots.plot_model import model_to_dot as model_to_dot
from tensorbrook._src.keras.plots.plot_model import plot_model as plot_model
from tensorbrook._src.keras.saving.registry import (
    CustomObjectScope as CustomObjectScope,
)
from tensorbrook._src.keras.saving.registry import (
    CustomObjectScope as custom_object_scope,
)
from tensorbrook._src.keras.saving.registry import (
    deserialize_keras_object as deserialize_keras_object,
)
from tensorbrook._src.keras.saving.registry import (
    get_custom_objects as get_custom_objects,
)
from tensorbrook._src.keras.saving.registry import (
    get_registered_name as get_registered_name,
)
from tensorbrook._src.keras.saving.registry import (
    get_registered_object as get_registered_object,
)
from tensorbrook._src.keras.saving.registry import (
    register_keras_serializable as register_keras_serializable,
)
from tensorbrook._src.keras.saving.registry import (
    serialize_keras_object as serialize_keras_object,
)
from tensorbrook._src.keras.sounds.folders import (
    audio_dataset_from_directory as audio_dataset_from_directory,
)
from tensorbrook._src.keras.text.pad_sequences import pad_sequences as pad_sequences
from tensorbrook.keras.utils import bounding_boxes as bounding_boxes
from tensorbrook.keras.utils import data_utils as data_utils
from tensorbrook.keras.utils import generic_utils as generic_utils
from tensorbrook.keras.utils import layer_utils as layer_utils
from tensorbrook.keras.utils import legacy as legacy
from tensorbrook.keras.utils import np_utils as np_utils
from tensorbrook.keras.utils import vis_utils as vis_utils
