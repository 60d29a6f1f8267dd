"""Reference parts of the docs, written from what the project itself holds; see `python -m reference --help`."""
