"""`tf.distributions` of 1.x."""
