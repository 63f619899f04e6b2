"""Keras: layers, models and training, written on public operations only."""
