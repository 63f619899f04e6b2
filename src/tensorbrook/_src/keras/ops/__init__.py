"""The functions of `keras.ops`: NumPy's and neural networks', on any tensor."""
