"""Texts and sequences of numbers, as programs before TextVectorization treat them."""
