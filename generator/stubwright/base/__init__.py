"""Modules that every package of the generator may use: places, diagnostics, URIs, text encodings."""
