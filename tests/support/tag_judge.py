"""Hold every table of tags of the IR against what the document says; nothing of `parse` or `lower` judges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from document_tags import Document
from stubwright.generate import inspect
from stubwright.load import load


@dataclass(slots=True, kw_only=True)
class Member:
    """A member of a union: its schemas in the document, and what they say of the tag."""

    id: str
    places: frozenset[str]
    component: str
    extensions: frozenset[str]
    allowed: frozenset[str] | None
    own: frozenset[str] | None


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What was found in one document."""

    counts: Counter[str] = field(default_factory=Counter[str])
    differences: list[str] = field(default_factory=list[str])


def judge(path: Path) -> Judgement:
    """Compare each table of tags with the document."""
    documents = load(str(path))
    found, _ = inspect(documents)
    if not isinstance(found, dict):
        return Judgement()
    return compare(documents.by_uri[documents.root].tree, found["schemas"])


def compare(tree: Any, schemas: Any) -> Judgement:
    """Compare the tables of the IR's types with a document's tree."""
    judgement = Judgement()
    types = {each["id"]: each for each in schemas}
    document = Document(tree)
    for each in schemas:
        if each["shape"]["kind"] == "Union":
            _Union(document, types, each, judgement).judge()
    return judgement


class _Union:
    """One union of the IR beside its schema."""

    def __init__(
        self, document: Document, types: dict[str, Any], union: Any, judgement: Judgement
    ) -> None:
        self.document, self.types, self.union, self.judgement = document, types, union, judgement

    def judge(self) -> None:
        """Count the union, and note each difference."""
        place, tags = self.union["place"], self.union["shape"]["tags"]
        if not self.document.has(place):
            self.judgement.counts["elsewhere"] += 1  # in another file
            return
        if not tags:
            self.judgement.counts["untagged"] += 1
            return
        self.judgement.counts["tagged"] += 1
        reached: set[str | None] = set()
        for tag in tags:
            reached |= self._table(place, tag)
        if "discriminator" in self.document.at(place):
            for member in self.members:
                if member.id not in reached and self._can_be_named(member):
                    self._differ(f"no value reaches {member.id}")

    def _can_be_named(self, member: Member) -> bool:
        """Return whether a value could name a member.

        None names an inline schema that states none, or a middle class whose base lists only its children's values.
        """
        if member.allowed:
            return not set(member.allowed) <= self.table.keys()
        return bool(member.component or member.extensions)

    def _table(self, place: str, tag: Any) -> set[str | None]:
        """Judge the values of one property; return the members that they reach."""
        self.name = tag["property"]
        objects = [one for one in self.union["shape"]["members"] if self._is_object(one)]
        self.members = [self._member(one) for one in objects]
        self.table = {value: self._targets(target) for value, target in tag["mapping"]}
        self.fallback = tag["fallback"]
        self.explicit = self.document.mapping(place, self.name)
        inner = self.document.parts(place, unions=True)
        for part in {*inner, *(one for member in self.members for one in member.places)}:
            for value, target in self.document.mapping(part, self.name).items():
                self.explicit.setdefault(value, set()).update(target)
        for value in self.table:
            self.judgement.counts["values"] += 1
            self._entry(value)
        self._complete()
        return {one for targets in self.table.values() for one in targets} | {self.fallback}

    def _is_object(self, id_: str) -> bool:
        return bool(self.types[id_]["shape"]["kind"] == "Object")

    def _member(self, id_: str) -> Member:
        type_ = self.types[id_]
        stated = [type_["place"], *(each for each in type_["places"] if "~" not in each)]
        places = frozenset(self.document.target(one) for one in stated if self.document.has(one))
        place = type_["place"]
        return Member(
            id=id_,
            places=places,
            component=self.document.component(place),
            extensions=self.document.extensions(place),
            allowed=self.document.values(place, self.name, inherited=True),
            own=self.document.values(place, self.name, inherited=False),
        )

    def _targets(self, id_: str) -> frozenset[str]:
        shape = self.types[id_]["shape"]
        return frozenset(shape["members"]) if shape["kind"] == "Union" else frozenset((id_,))

    def _named(self, value: str) -> set[str]:
        """Return the members that the document names by a value: by the strongest of its ways."""
        mapped = self.explicit.get(value, set())
        if found := {one.id for one in self.members if one.places & mapped}:
            return found
        inner = {part for one in mapped for part in self.document.parts(one, unions=True)}
        if found := {one.id for one in self.members if one.places & inner}:
            return found
        if found := {one.id for one in self.members if value in one.extensions}:
            return found
        allowing = {one.id for one in self.members if one.allowed and value in one.allowed}
        owning = {one.id for one in self.members if one.own and value in one.own}
        if len(allowing) == 1 and owning:
            return owning
        called = {
            one.id
            for one in self.members
            if one.component == value and (one.allowed is None or value in one.allowed)
        }
        return called or allowing

    def _entry(self, value: str) -> None:
        targets, named = self.table[value], self._named(value)
        if not named:
            self._differ(
                f"{value!r} leads to {_listed(targets)}, which nothing in the document says"
            )
        elif len(named) == 1 and targets != named:
            (base,) = named
            if base not in targets or not all(self._extends(one, base) for one in targets):
                self._differ(f"{value!r} leads to {_listed(targets)}, but names {_listed(named)}")
        elif len(named) > 1:
            others = {one for key, many in self.table.items() if key != value for one in many}
            if not targets <= named | {self.fallback} or named - targets - others:
                self._differ(
                    f"{value!r} leads to {_listed(targets)}, but {_listed(named)} allow it"
                )

    def _extends(self, child: str, base: str) -> bool:
        bases = {self.document.target(self.types[base]["place"])}
        return child == base or bool(self.document.parts(self.types[child]["place"]) & bases)

    def _complete(self) -> None:
        """Note values that the document gives a member."""
        for value, targets in self.explicit.items():
            if value not in self.table and any(one.places & targets for one in self.members):
                self._differ(f"{value!r} of the mapping is not in the table")
        for member in self.members:
            for value in member.extensions:
                if value not in self.table:
                    self._differ(f"{value!r} of an extension is not in the table")

    def _differ(self, what: str) -> None:
        self.judgement.differences.append(f"{self.union['id']}: {what}")


def _listed(ids: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(ids))
