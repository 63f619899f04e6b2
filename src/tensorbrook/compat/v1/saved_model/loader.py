"""Loading SavedModels into sessions."""

from tensorbrook._src.saved_model.load_v1 import load_into_session as load
from tensorbrook._src.saved_model.load_v1 import (
    maybe_saved_model_directory as maybe_saved_model_directory,
)
