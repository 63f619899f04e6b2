"""Layers of the family 'activation'."""
