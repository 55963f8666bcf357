"""Conversion of schemas to raw types."""
