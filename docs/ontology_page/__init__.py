"""The ontology's page: pyLODE's description of every term, with examples from the data and diagrams drawn from both."""
