"""Small functions on arrays that programs use around training."""
