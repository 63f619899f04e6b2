"""`tf.function`: tracing Python functions into graphs, and calling them."""
