"""A service that computes the elements of datasets in other processes."""
