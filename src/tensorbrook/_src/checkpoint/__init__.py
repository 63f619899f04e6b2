"""Checkpoints: the values of a program's variables in files."""
