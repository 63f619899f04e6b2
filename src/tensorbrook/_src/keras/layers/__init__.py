"""Built-in layers by family."""
