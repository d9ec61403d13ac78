"""A page in, its article out: exactly what a listener should hear."""
