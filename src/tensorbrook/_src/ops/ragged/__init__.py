"""Ragged tensors: rows of different lengths, stored as one tensor and its cuts."""
