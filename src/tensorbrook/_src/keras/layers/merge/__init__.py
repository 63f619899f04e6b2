"""Layers of the family 'merge'."""
