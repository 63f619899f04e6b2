"""Writing SavedModels of sessions."""

from tensorbrook._src.saved_model.builder import SavedModelBuilder as SavedModelBuilder
