"""Layers of the family 'pool'."""
