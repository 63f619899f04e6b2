"""What is not collected: programs that other interpreters run."""

collect_ignore = ["read_with_tensorflow.py"]
