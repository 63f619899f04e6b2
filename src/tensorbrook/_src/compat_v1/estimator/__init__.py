"""`tf.estimator`: models as functions, trained, evaluated and used by one class."""
