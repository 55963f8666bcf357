"""Schemas to raw types."""
