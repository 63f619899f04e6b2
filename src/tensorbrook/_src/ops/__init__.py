"""Op records and public functions, by family."""
