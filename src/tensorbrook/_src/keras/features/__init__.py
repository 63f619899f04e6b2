"""Columns of tables as inputs of models."""
