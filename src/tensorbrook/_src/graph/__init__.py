"""The dataflow graph: nodes, scopes, collections, traced functions."""
