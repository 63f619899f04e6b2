"""Names of tags."""

GPU = "gpu"
SERVING = "serve"
TPU = "tpu"
TRAINING = "train"
