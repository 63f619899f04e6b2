"""Rewriting of Python functions so that their control flow accepts symbolic tensors."""
