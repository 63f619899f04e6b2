"""`tf.layers` of 1.x: layers whose variables come from `tf.get_variable`."""
