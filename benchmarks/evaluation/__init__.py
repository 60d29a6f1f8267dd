"""How well articles are read: what is found in a corpus beside the facts that people found there."""
