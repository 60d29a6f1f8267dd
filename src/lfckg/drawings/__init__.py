"""Pictures of the graph, and of what is dated, planned and going on in it."""
