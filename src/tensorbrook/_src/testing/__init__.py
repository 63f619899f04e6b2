"""`tf.test`: test cases for programs that compute with tensors."""
