"""SPARQL services elsewhere: reached over HTTP, asked as the embedded store is."""
