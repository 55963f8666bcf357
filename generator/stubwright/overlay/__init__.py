"""Change a document by overlays, without editing it (OpenAPI Overlay 1.0)."""

from stubwright.overlay.apply import apply

__all__ = ["apply"]
