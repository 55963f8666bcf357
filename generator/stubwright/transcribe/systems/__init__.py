"""The readers of documentation systems, one module or package per system."""
