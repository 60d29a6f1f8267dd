"""Benchmarks of lfckg: an invented archive of any size, and what others take for the same work."""
