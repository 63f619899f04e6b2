"""Layers that look at other places."""
