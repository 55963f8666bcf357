"""What becomes of a result: compared, written, and held by the lock."""
