"""`tf.distribute`: training on several devices; one device for now."""
