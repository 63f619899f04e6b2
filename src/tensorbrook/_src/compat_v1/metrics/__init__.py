"""`tf.metrics` of 1.x: values that are gathered over many runs."""
