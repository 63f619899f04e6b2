"""What is not collected: programs that other interpreters run."""

collect_ignore = ["keras_interop.py", "read_with_tensorflow.py", "run_real_keras.py"]
