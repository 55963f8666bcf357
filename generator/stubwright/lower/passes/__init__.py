"""Types to types."""
