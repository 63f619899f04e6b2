"""Models."""

from tensorbrook._src.keras.engine.model import Model as Model
from tensorbrook._src.keras.engine.sequential import Sequential as Sequential
from tensorbrook._src.keras.saving.architecture import clone_model as clone_model
from tensorbrook._src.keras.saving.architecture import (
    model_from_json as model_from_json,
)
from tensorbrook._src.keras.saving.archive import load_model as load_model
from tensorbrook._src.keras.saving.archive import save_model as save_model
