"""Layers of the family 'core'."""
