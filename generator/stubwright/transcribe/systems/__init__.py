"""One module for each documentation system."""
