"""Pictures of models, under the path of Keras 2."""

from tensorbrook._src.keras.plots.plot_model import model_to_dot as model_to_dot
from tensorbrook._src.keras.plots.plot_model import plot_model as plot_model
