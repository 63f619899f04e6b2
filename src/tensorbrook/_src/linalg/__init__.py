"""Linear operators: matrices known by their structure, and methods that use it."""
