"""`tf.experimental.numpy`: NumPy's functions and type promotion on tensors."""
