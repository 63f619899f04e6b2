"""`tf.data`: what users say about datasets; the records are in `ops/datasets`."""
