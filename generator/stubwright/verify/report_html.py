"""Show pages with all facts marked, beside the document: one HTML file that needs no network.

Text from a page or the document is always escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from stubwright.transcribe.drafts.draft import Draft
from stubwright.transcribe.pages.read_page import read_page
from stubwright.transcribe.transcribe import transcribe
from stubwright.types.documents import Documents
from stubwright.types.transcript import Record, Status
from stubwright.verify.finding import Finding

_RANK: tuple[Status, ...] = ("absent", "inferred", "decided", "stated")
_MEANING = {
    "stated": "the page says it",
    "inferred": "only a sample or a URL shows it",
    "decided": "a person decided it",
    "absent": "the page names it without its place",
}
_LONGEST_SPAN = 6
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; align-items: start; }
section { min-width: 0; }
ol { font: 13px/1.6 ui-monospace, monospace; margin: 0 0 1.5rem; padding: 0 0 0 4.5ch;
  border: 1px solid #d0d7de; border-radius: 6px; overflow-x: auto; }
li { white-space: pre; padding: 0 .75ch; min-height: 1.6em; } li::marker { color: #6e7781; }
.stated { background: #d8f5dd; } .inferred { background: #fff3c4; }
.decided { background: #dbe9ff; } .absent { background: #f1e4ff; }
.contradiction, .missing { outline: 2px solid #c62828; outline-offset: -2px; }
.plain { color: #57606a; } .key span { padding: .1rem .5rem; border-radius: 4px; margin-right: .5rem; }
#findings li { white-space: normal; }
@media (max-width: 900px) { main { grid-template-columns: 1fr; } }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #0d1117; } ol { border-color: #30363d; }
  .stated { background: #12381d; } .inferred { background: #453a10; }
  .decided { background: #14305c; } .absent { background: #37225a; } .plain { color: #8b949e; }
}
"""


def report(
    pages: Sequence[tuple[str, str]],
    drafts: Sequence[Draft],
    documents: Documents,
    findings: Sequence[Finding],
) -> str:
    """Write the report. The same pages and document result in the same bytes."""
    records = transcribe(drafts).records if drafts else ()
    held = [one for one in findings if one.kind != "unstated"]
    document = documents.by_uri[documents.root]
    left = "".join(_page(name, text, records, held) for name, text in pages)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Pages and document</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Pages and document</h1>\n{_key(records)}\n{_findings(held)}"
        f"<main>\n<section>\n{left}</section>\n"
        f"<section>\n<h2>{escape(document.name)}</h2>\n<ol>\n"
        + "".join(f'<li class="plain">{escape(line)}</li>\n' for line in _lines_of(document.data))
        + "</ol>\n</section>\n</main>\n</body>\n</html>\n"
    )


def _lines_of(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def _key(records: Sequence[Record]) -> str:
    counts = {status: sum(1 for one in records if one.status == status) for status in _MEANING}
    spans = (
        f'<span class="{status}">{status}: {counts[status]}</span>{escape(meaning)} '
        for status, meaning in _MEANING.items()
        if counts[status]
    )
    return f'<p class="key">{"".join(spans)}</p>'


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return "<p>The document says what the pages state.</p>\n"
    items = "".join(
        f'<li class="{one.kind}"><a href="#{_anchor(one.page, one.lines[0])}">'
        f"{escape(one.page)}, line {one.lines[0]}</a>: {escape(one.message)} "
        f"<code>{escape(one.subject)}</code></li>\n"
        for one in findings
    )
    return f'<h2>Findings</h2>\n<ol id="findings">\n{items}</ol>\n'


def _anchor(page: str, line: int) -> str:
    return escape("".join(one if one.isalnum() else "-" for one in page), quote=True) + f"-{line}"


def _page(name: str, text: str, records: Sequence[Record], findings: Sequence[Finding]) -> str:
    facts: dict[int, list[Record]] = defaultdict(list)
    lines = dict(_shown(name, text))
    for record in records:
        first, last = record.lines
        if record.page != name:
            continue
        # A fact from a sample has the lines of the whole sample: show only those that name it.
        word = f'"{record.subject.rpartition("/")[2]}"'
        for number in range(first, last + 1):
            if last - first < _LONGEST_SPAN or word in lines.get(number, ""):
                facts[number].append(record)
    wrong = {one.lines[0]: one for one in findings if one.page == name}
    rows = "".join(_row(name, number, line, facts, wrong) for number, line in _shown(name, text))
    return f"<h2>{escape(name)}</h2>\n<ol>\n{rows}</ol>\n"


def _shown(name: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; for HTML, the text that a browser shows."""
    page = read_page(name, text)
    if page.form == "html":
        yield from ((line.number, line.text) for line in page.lines)
    else:
        yield from enumerate(page.text.split("\n"), 1)


def _row(
    name: str,
    number: int,
    line: str,
    facts: dict[int, list[Record]],
    wrong: dict[int, Finding],
) -> str:
    own = facts.get(number, [])
    status = max((one.status for one in own), key=_RANK.index, default="plain")
    classes = f"{status} {wrong[number].kind}" if number in wrong else status
    notes = [f"{one.status}: {one.subject} {one.predicate}" for one in own[:12]]
    notes += [wrong[number].message] if number in wrong else []
    title = f' title="{escape(chr(10).join(notes), quote=True)}"' if notes else ""
    anchor = f' id="{_anchor(name, number)}"' if number in wrong else ""
    return f'<li value="{number}" class="{classes}"{anchor}{title}>{escape(line)}</li>\n'
