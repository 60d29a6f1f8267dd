"""What is not collected for doctests: a program that needs packages of the extra `ci`."""

collect_ignore = ["jena.py"]
