"""Settings, names, variables, symbolic tensors and seeds that all rooms use."""
