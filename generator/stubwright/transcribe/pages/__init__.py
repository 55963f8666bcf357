"""Saved pages to lines: text, Markdown and HTML."""
