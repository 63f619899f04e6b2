"""On which devices variables and data lie."""
