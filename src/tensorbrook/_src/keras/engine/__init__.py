"""Layers, models and the training loop."""
