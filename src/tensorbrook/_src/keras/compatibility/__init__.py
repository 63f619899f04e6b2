"""Old spellings of Keras 1 and 2."""
