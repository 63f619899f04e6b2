"""Layers of the family 'norm'."""
