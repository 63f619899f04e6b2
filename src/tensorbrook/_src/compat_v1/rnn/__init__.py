"""Recurrent cells of 1.x, and what unrolls them."""
