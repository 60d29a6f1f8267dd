"""Loading: the graph put into triple stores of others over HTTP, kept in step there, and proven to be there."""
