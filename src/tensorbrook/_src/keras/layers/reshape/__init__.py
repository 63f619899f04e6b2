"""Layers of the family 'reshape'."""
