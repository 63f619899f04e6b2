"""Sounds in files and folders."""
