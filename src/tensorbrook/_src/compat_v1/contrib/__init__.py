"""Bodies of `tf.contrib`, one file for each of its rooms."""
