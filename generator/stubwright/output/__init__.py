"""Comparing a result with the output folder, writing it, and recording it in the lock."""
