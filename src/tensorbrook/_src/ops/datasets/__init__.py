"""The records of `tf.data`: every dataset is a variant that holds a `Stream`."""
