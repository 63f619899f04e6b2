"""Settings, names, variables, symbolic tensors and random seeds that every Keras room uses."""
