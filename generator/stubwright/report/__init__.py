"""Diagnostics as text, as JSON and for GitHub."""

from stubwright.report.formats import annotation as annotation
from stubwright.report.formats import render_github as render_github
from stubwright.report.formats import render_json as render_json
from stubwright.report.positions import position as position
from stubwright.report.positions import positions as positions
from stubwright.report.text import render_text as render_text
