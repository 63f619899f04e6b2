"""Gradients: tapes, graph gradients, custom gradients, Jacobians."""
