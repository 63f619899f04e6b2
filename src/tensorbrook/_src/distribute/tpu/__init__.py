"""`tf.tpu`: the system of TPUs, and embeddings that are configured for them."""
