"""How tensors and graphs look in a notebook."""
