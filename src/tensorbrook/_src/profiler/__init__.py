"""`tf.profiler`: where the time of a program goes."""
