"""Loss functions and loss classes."""
