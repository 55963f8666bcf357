"""A person's answers to open questions, which are applied on every run."""

# Data without types is read here: reportUnknown* would ask for a cast at each step.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

from stubwright.base.json_value import Json
from stubwright.base.records import dataclass, replace
from stubwright.transcribe.drafts.draft import Draft, Fact
from stubwright.transcribe.placed import WrongPlaces, place, unplaced
from stubwright.transcribe.schemas import escape
from stubwright.types.transcript import Record, Transcript

_toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

KINDS = ("server", "fields", "set", "remove", "component")


class WrongDecision(Exception):
    """A decision cannot be read or applied: the problem, and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision. ``number`` is its position among those of its kind, from 1."""

    kind: str
    number: int
    reason: str
    subject: str = ""
    value: Json = None
    name: str = ""


def read_decisions(text: str) -> tuple[Decision, ...]:
    """Read a file of decisions. Raise WrongDecision."""
    try:
        tree = _toml.loads(text)
    except ValueError as error:
        raise WrongDecision(
            f"the decisions are not TOML: {error}", "see docs/transcribe.md"
        ) from None
    found: list[Decision] = []
    for kind, group in tree.items():
        if kind not in KINDS or not isinstance(group, list):
            raise WrongDecision(f"{kind!r} is not a kind of decision", f"use {', '.join(KINDS)}")
        found += [_decision(kind, number, one) for number, one in enumerate(group, 1)]
    return tuple(found)


def _decision(kind: str, number: int, data: object) -> Decision:
    known = {
        "server": {"url"},
        "fields": {"subject", "places"},
        "set": {"subject", "value"},
        "remove": {"subject"},
        "component": {"subject", "name"},
    }[kind]
    keys = set(data) if isinstance(data, dict) else set()
    if not isinstance(data, dict) or keys != known | {"reason"}:
        expected = ", ".join(sorted(known | {"reason"}))
        raise WrongDecision(
            f"{kind} {number} has {', '.join(sorted(map(str, keys)))}", f"give it {expected}"
        )
    texts = {key: data[key] for key in keys - {"value"}}
    if not all(isinstance(one, str) and one.strip() for one in texts.values()):
        empty = next(
            key for key, one in texts.items() if not isinstance(one, str) or not one.strip()
        )
        raise WrongDecision(f"{kind} {number} has no {empty}", "write a text that is not empty")
    value = cast("Json", data.get("url", data.get("places", data.get("value"))))
    return Decision(
        kind=kind,
        number=number,
        reason=data["reason"],
        subject=data.get("subject", ""),
        value=value,
        name=data.get("name", ""),
    )


def decide_servers(drafts: Sequence[Draft], decisions: Sequence[Decision]) -> None:
    """Split URLs at the servers of decisions; the rest is the path. Raise WrongDecision."""
    for decision in decisions:
        if decision.kind != "server":
            continue
        url, used = str(decision.value).rstrip("/"), False
        for draft in drafts:
            for operation in draft.operations:
                server = str(operation.servers[0].value) if operation.servers else ""
                stated = bool(server) and operation.servers[0].status == "stated"
                whole = server + str(operation.path.value)
                base = _path_of(url) if server.startswith("/") else url
                if stated or (server and not whole.lower().startswith(base.lower() + "/")):
                    continue
                used = True
                fact = Fact(
                    value=url, lines=operation.path.lines, rule=_rule(decision), status="decided"
                )
                operation.servers = [fact]
                if server:
                    operation.path = replace(
                        operation.path, value=whole[len(base) :], status="decided"
                    )
                operation.questions = [one for one in operation.questions if one != "server"]
        if not used:
            raise _unneeded(decision)


def decide_fields(drafts: Sequence[Draft], decisions: Sequence[Decision]) -> None:
    """Nest fields without a place as decisions say. Raise WrongDecision."""
    for decision in decisions:
        if decision.kind != "fields":
            continue
        shape = dict(unplaced(drafts)).get(decision.subject)
        if shape is None:
            raise _unneeded(decision)
        try:
            place(shape, str(decision.value), _rule(decision))
        except WrongPlaces as wrong:
            raise WrongDecision(
                f"fields {decision.number} ({decision.subject}): {wrong}",
                "list the fields in the order of the page, each indented below what it is in",
            ) from None


def _path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url)


def _rule(decision: Decision) -> str:
    return f"{decision.kind} {decision.number}: {decision.reason}"


def _unneeded(decision: Decision) -> WrongDecision:
    return WrongDecision(
        f"{decision.kind} {decision.number} ({decision.subject or decision.value}) changes nothing",
        "remove it from the decisions: the pages settle it, or have nothing there any more",
    )


def apply(transcript: Transcript, decisions: Sequence[Decision]) -> Transcript:
    """Apply decisions to a document. Raise WrongDecision for one that changes nothing."""
    records = list(transcript.records)
    for decision in decisions:
        if decision.kind in ("server", "fields"):
            continue
        above, _, last = decision.subject.rpartition("/")
        key = last.replace("~1", "/").replace("~0", "~")
        holder = _at(transcript.tree, above)
        if holder is None:
            raise _unneeded(decision)
        if decision.kind == "component":
            records = _component(transcript.tree, holder, key, decision, records)
            continue
        if decision.kind == "remove":
            if not _has(holder, key):
                raise _unneeded(decision)
            _remove(holder, key)
            records = [one for one in records if not _below(one.subject, decision.subject)]
        else:
            _set(holder, key, decision)
            records = [
                one
                for one in records
                if not (one.subject == above and one.predicate == key)
                and not _below(one.subject, decision.subject)
            ]
        records.append(_record(decision, above, key))
    settled = {one.subject for one in decisions if one.kind != "fields"}
    open_ = tuple(
        one
        for one in transcript.questions
        if not any(_below(each, one.subject) for each in settled if each)
    )
    return Transcript(tree=transcript.tree, records=tuple(records), questions=open_)


def _record(decision: Decision, subject: str, key: str) -> Record:
    return Record(
        subject=subject,
        predicate=key,
        value=decision.value,
        page="",
        lines=(0, 0),
        rule=_rule(decision),
        status="decided",
    )


def _below(subject: str, pointer: str) -> bool:
    return subject == pointer or subject.startswith(pointer + "/")


def _at(tree: Json, pointer: str) -> Json:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(tree, dict) and key in tree:
            tree = tree[key]
        elif isinstance(tree, list) and re.fullmatch(r"\d+", key) and int(key) < len(tree):
            tree = tree[int(key)]
        else:
            return None
    return tree


def _has(holder: Json, key: str) -> bool:
    if isinstance(holder, list):
        return key.isdigit() and int(key) < len(holder)
    return isinstance(holder, dict) and key in holder


def _remove(holder: Json, key: str) -> None:
    if isinstance(holder, list):
        del holder[int(key)]
    elif isinstance(holder, dict):
        del holder[key]


def _set(holder: Json, key: str, decision: Decision) -> None:
    if isinstance(holder, dict):
        if holder.get(key, ...) == decision.value:
            raise _unneeded(decision)
        holder[key] = decision.value
        if key == "type":
            holder.pop("x-inferred", None)
    elif isinstance(holder, list) and _has(holder, key):
        if holder[int(key)] == decision.value:
            raise _unneeded(decision)
        holder[int(key)] = decision.value
    else:
        raise _unneeded(decision)


def _component(
    tree: dict[str, Json], holder: Json, key: str, decision: Decision, records: list[Record]
) -> list[Record]:
    """Name a schema: turn an inline schema into a component, or rename a component."""
    value = _at(holder, f"/{escape(key)}")
    if not isinstance(value, dict) or not isinstance(holder, dict):
        raise _unneeded(decision)
    components = cast("dict[str, Json]", tree.setdefault("components", {}))
    schemas = cast("dict[str, Json]", components.setdefault("schemas", {}))
    target = f"/components/schemas/{escape(decision.name)}"
    if decision.name in schemas:
        raise WrongDecision(
            f"component {decision.number}: there is a component {decision.name!r} already",
            "choose another name",
        )
    if holder is schemas:
        renamed = {decision.name if name == key else name: one for name, one in schemas.items()}
        components["schemas"] = renamed
        _refer(tree, f"#/components/schemas/{key}", f"#/components/schemas/{decision.name}")
    else:
        inferred = value.get("x-inferred")
        schemas[decision.name] = value
        holder[key] = {"$ref": f"#/components/schemas/{decision.name}"}
        if inferred is not None and "/properties/" in decision.subject:
            holder[key] = {"$ref": f"#/components/schemas/{decision.name}", "x-inferred": inferred}
    moved: list[Record] = []
    for one in records:
        kept = one.predicate in ("name", "required") and one.subject == decision.subject
        if _below(one.subject, decision.subject) and not kept:
            moved.append(replace(one, subject=target + one.subject[len(decision.subject) :]))
        else:
            moved.append(one)
    return moved


def _refer(tree: Json, old: str, new: str) -> None:
    if isinstance(tree, dict):
        if tree.get("$ref") == old:
            tree["$ref"] = new
        for value in tree.values():
            _refer(value, old, new)
    elif isinstance(tree, list):
        for value in tree:
            _refer(value, old, new)
