"""What two graphs, builds or files differ in: as quads, in words, and as an update."""
