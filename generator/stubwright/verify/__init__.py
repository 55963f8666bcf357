"""Reference pages against a document, in both directions."""
