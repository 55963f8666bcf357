"""Output of commands, in each format."""
