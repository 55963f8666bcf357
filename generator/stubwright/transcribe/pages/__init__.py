"""Convert saved pages to lines: text, Markdown and HTML."""
