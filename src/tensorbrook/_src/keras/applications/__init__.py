"""Architectures that were published with weights."""
