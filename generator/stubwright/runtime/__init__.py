"""The runtime, laid out as in a generated package."""
