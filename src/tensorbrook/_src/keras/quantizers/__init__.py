"""Layers with weights of few bits, and layers adapted by few weights."""
