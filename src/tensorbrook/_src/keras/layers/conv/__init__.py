"""Layers of the family 'conv'."""
