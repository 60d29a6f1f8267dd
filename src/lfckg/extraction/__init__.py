"""Reading articles: from a text to claims that are proposed, with the words they rest on."""
