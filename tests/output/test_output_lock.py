"""The text of the lock: one fact per line, sorted, read back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command import DOCUMENT, stubwright
from stubwright.output.lock import read_lock
from stubwright.output.lock_text import (
    configured_text,
    escape,
    parse,
    parse_damaged,
    render,
    unescape,
)
from stubwright.output.target_record import TargetRecord, from_facts, to_facts

TEXTS = st.text(st.characters(exclude_categories=()))
KEYS = TEXTS.filter(bool)
FACTS = st.dictionaries(
    KEYS,
    st.dictionaries(
        st.sampled_from(["file", "pin", "option"]),
        st.dictionaries(KEYS, TEXTS, min_size=1),
        min_size=1,
    ),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FACTS)
def test_round_trip(facts: dict[str, dict[str, dict[str, str]]]) -> None:
    """Any names and values are read back from sorted plain text."""
    text = render(facts)
    body = [line for line in text.splitlines() if not line.startswith("#")]
    assert body == sorted(body)
    assert all(line.isprintable() for line in body)
    read = parse(text)
    del read[""]
    assert read == facts
    assert parse_damaged(f"{text}nonsense\n<<<<<<< ours\n") == {"": {}, **facts}


@settings(deadline=None)
@given(TEXTS)
def test_escape(text: str) -> None:
    """Escaping can be undone, and results in a single word."""
    assert unescape(escape(text)) == text
    assert unescape(escape(text, spaces=True)) == text
    assert len(escape(text, spaces=True).split()) == 1


@pytest.mark.parametrize("text", ["nonsense", "file", "file a", "<<<<<<< x y z", "pin a b \\zz;"])
def test_an_invalid_line_is_refused(text: str) -> None:
    """A line that is not a fact is refused."""
    with pytest.raises(ValueError, match=r"no fact|invalid literal"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("[project]\nname='a'\n", None),
        ("[project]\ndependencies=['stubwright']\n", None),
        ("[tool.stubwright]\na=1\n[b]\nc=1\n", "[tool.stubwright]\na=1"),
        ("[x]\n[ tool . 'stubwright' ]\na=1\n", "[ tool . 'stubwright' ]\na=1"),
        ("[[tool.stubwright.x]]\na=[\n 1]\n[z]", "[[tool.stubwright.x]]\na=[\n 1]"),
        ("[tool]\nstubwright = {a = 1}\n", "[tool]\nstubwright = {a = 1}\n"),
        ("tool.stubwright.a = 1\n", "tool.stubwright.a = 1\n"),
        ("[tool.stubwright]\na='''\n[x]\n'''\n", "[tool.stubwright]\na='''\n[x]\n'''\n"),
    ],
)
def test_a_pyproject_is_reduced_to_its_tables(text: str, kept: str | None) -> None:
    """Of a pyproject.toml, only Stubwright's tables are used, or the whole file in doubt."""
    found = configured_text("pyproject.toml", text.encode())
    assert (found.decode() if found is not None else None) == kept


def test_the_lock_contains_no_absolute_path(tmp_path: Path) -> None:
    """The lock contains no folder of the machine, and is the same on another one."""
    locks = []
    for name in ("one", "another"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "shop.yaml").write_text(DOCUMENT.replace("{type: integer}", "{$ref: age.yaml}"))
        (folder / "age.yaml").write_text("type: integer\n")
        assert stubwright("generate", "shop.yaml", "--output", "out", cwd=folder).code == 0
        locks.append((folder / "out" / "stubwright.lock").read_text())
    assert locks[0] == locks[1]
    assert str(tmp_path) not in locks[0]


def test_an_older_format_is_read_once(tmp_path: Path) -> None:
    """Its pins are marked with its format; everything else is preserved."""
    path = tmp_path / "stubwright.lock"
    path.write_text("lock 1\nlabel ./a x.yaml\npin ./a #/A!value A\n")
    lock = read_lock(path)
    assert (lock.outdated, lock.damaged) == (True, True)
    assert lock.of("./a").pins == {"#/A!value": "A", "format": "1"}
    assert lock.of("./a").label == "x.yaml"


@given(
    st.builds(
        TargetRecord,
        **dict.fromkeys(("source", "output", "generator", "package", "label"), TEXTS),
        **{
            name: st.dictionaries(KEYS, TEXTS)
            for name in ("options", "documents", "refused", "files", "pins")
        },
    )
)
def test_a_record_round_trips_through_its_facts(record: TargetRecord) -> None:
    """Each field has its own kind of fact."""
    assert from_facts(to_facts(record)) == record


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    """A line that no version wrote is not accepted as a fact."""
    path = tmp_path / "stubwright.lock"
    path.write_text("lock 2\nlabel ./a x.yaml\n")
    assert not read_lock(path).damaged
    path.write_text("lock 2\nlabel ./a x.yaml\nlabels ./a y.yaml\n")
    assert read_lock(path).damaged
    assert read_lock(path).of("./a") == TargetRecord(label="x.yaml")
