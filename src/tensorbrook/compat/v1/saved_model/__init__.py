"""SavedModels of sessions."""

from tensorbrook._src.compat_v1.main_op import (
    main_op_with_restore as main_op_with_restore,
)
from tensorbrook._src.saved_model.asset import Asset as Asset
from tensorbrook._src.saved_model.builder import SavedModelBuilder as Builder
from tensorbrook._src.saved_model.builder import simple_save as simple_save
from tensorbrook._src.saved_model.files import (
    contains_saved_model as contains_saved_model,
)
from tensorbrook._src.saved_model.load import load as load_v2
from tensorbrook._src.saved_model.load_v1 import load_into_session as load
from tensorbrook._src.saved_model.load_v1 import (
    maybe_saved_model_directory as maybe_saved_model_directory,
)
from tensorbrook._src.saved_model.options import SaveOptions as SaveOptions
from tensorbrook._src.saved_model.save import save as save
from tensorbrook._src.saved_model.signature_defs import (
    build_signature_def as build_signature_def,
)
from tensorbrook._src.saved_model.signature_defs import (
    build_tensor_info as build_tensor_info,
)
from tensorbrook._src.saved_model.signature_defs import (
    classification_signature_def as classification_signature_def,
)
from tensorbrook._src.saved_model.signature_defs import (
    get_tensor_from_tensor_info as get_tensor_from_tensor_info,
)
from tensorbrook._src.saved_model.signature_defs import (
    is_valid_signature as is_valid_signature,
)
from tensorbrook._src.saved_model.signature_defs import (
    predict_signature_def as predict_signature_def,
)
from tensorbrook._src.saved_model.signature_defs import (
    regression_signature_def as regression_signature_def,
)
from tensorbrook.compat.v1.saved_model import builder as builder
from tensorbrook.compat.v1.saved_model import constants as constants
from tensorbrook.compat.v1.saved_model import experimental as experimental
from tensorbrook.compat.v1.saved_model import loader as loader
from tensorbrook.compat.v1.saved_model import main_op as main_op
from tensorbrook.compat.v1.saved_model import signature_constants as signature_constants
from tensorbrook.compat.v1.saved_model import signature_def_utils as signature_def_utils
from tensorbrook.compat.v1.saved_model import tag_constants as tag_constants
from tensorbrook.compat.v1.saved_model import utils as utils

ASSETS_DIRECTORY = "assets"
ASSETS_KEY = "saved_model_assets"
CLASSIFY_INPUTS = "inputs"
CLASSIFY_METHOD_NAME = "tensorflow/serving/classify"
CLASSIFY_OUTPUT_CLASSES = "classes"
CLASSIFY_OUTPUT_SCORES = "scores"
DEBUG_DIRECTORY = "debug"
DEBUG_INFO_FILENAME_PB = "saved_model_debug_info.pb"
DEFAULT_SERVING_SIGNATURE_DEF_KEY = "serving_default"
GPU = "gpu"
LEGACY_INIT_OP_KEY = "legacy_init_op"
MAIN_OP_KEY = "saved_model_main_op"
PREDICT_INPUTS = "inputs"
PREDICT_METHOD_NAME = "tensorflow/serving/predict"
PREDICT_OUTPUTS = "outputs"
REGRESS_INPUTS = "inputs"
REGRESS_METHOD_NAME = "tensorflow/serving/regress"
REGRESS_OUTPUTS = "outputs"
SAVED_MODEL_FILENAME_PB = "saved_model.pb"
SAVED_MODEL_FILENAME_PBTXT = "saved_model.pbtxt"
SAVED_MODEL_SCHEMA_VERSION = 1
SERVING = "serve"
TPU = "tpu"
TRAINING = "train"
VARIABLES_DIRECTORY = "variables"
VARIABLES_FILENAME = "variables"
