"""Layers that prepare and change images."""
