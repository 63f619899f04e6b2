"""What programs import from TensorFlow's private tree, and where it is public."""
