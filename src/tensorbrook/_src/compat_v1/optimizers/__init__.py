"""The optimizers of `tf.compat.v1.train`, one in a file."""
