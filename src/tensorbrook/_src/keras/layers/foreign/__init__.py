"""Layers whose computation comes from elsewhere."""
