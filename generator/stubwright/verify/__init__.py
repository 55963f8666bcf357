"""Compare reference pages with a document, in both directions."""
