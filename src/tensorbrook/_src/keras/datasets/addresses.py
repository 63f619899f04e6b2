"""Where the data sets lie."""

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
