"""`tf.feature_column`: how raw features become what a model sees."""
