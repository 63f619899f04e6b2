"""Layers of the family 'regularize'."""
