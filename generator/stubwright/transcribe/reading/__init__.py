"""Helpers of all readers: fields, types, limits, samples."""
