"""Write MAP.tsv, which says what each page of a folder of rendered pages shows: map_pages.py FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path

FORMS = {".txt": "browser", ".html": "html", ".md": "markdown"}
RENDERERS = ("redoc", "swagger-ui", "stoplight", "scalar", "rapidoc")
HEAD = "page\tsystem\tvendor\tform\tmethod\tpath\ttruth\tkind\tsource\tnote"


def rows(folder: Path) -> list[str]:
    """Return a row per page, in the order of the names."""
    found: list[str] = []
    for page in sorted((folder / "pages").iterdir()):
        renderer = next(name for name in RENDERERS if page.name.startswith(f"{name}-"))
        name = page.stem.removeprefix(f"{renderer}-")
        truth = json.loads((folder / "truth" / f"{name}.json").read_text(encoding="utf-8"))
        ((path, item),) = truth["paths"].items()
        method = next(key for key in item if key in name.split("-"))
        vendor = name.partition(f"-{method}-")[0]
        form = FORMS[page.suffix]
        cells = (
            page.name,
            renderer,
            vendor,
            form,
            method,
            path,
            f"{name}.json",
            "rendered",
            "",
            "",
        )
        found.append("\t".join(cells))
    return found


if __name__ == "__main__":
    where = Path(sys.argv[1])
    (where / "MAP.tsv").write_text("\n".join([HEAD, *rows(where)]) + "\n", encoding="utf-8")
