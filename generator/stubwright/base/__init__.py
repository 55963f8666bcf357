"""What every room may use: places, diagnostics, URIs, text encodings."""
