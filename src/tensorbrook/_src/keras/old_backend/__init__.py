"""`keras.backend` as programs of Keras 1 and 2 use it."""
