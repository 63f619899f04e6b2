"""SavedModels: programs and their values in folders, as TensorFlow has them."""
