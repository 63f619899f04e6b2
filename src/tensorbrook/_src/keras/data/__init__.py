"""Data sets made of arrays and of other data sets."""
