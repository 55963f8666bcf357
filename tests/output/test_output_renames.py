"""Detection of renames, from pins and generated classes."""

from __future__ import annotations

import pytest

from stubwright.output.renames import renames

PET = '''\
@dataclass(slots=True, kw_only=True)
class Pet:
    """A pet."""

    age: int | None = None
    status: PetStatus | str | None = None
    owner: Owner | None = None


'''
STATUS = """\
class PetStatus(StrEnum):
    SOLD = "sold"


"""
OWNER = """\
@dataclass(slots=True, kw_only=True)
class Owner:
    name: str | None = None
"""
ALIAS = '''\


Pets: TypeAlias = Annotated[
    list[Pet],
    Marker,
]
"""All of them."""
'''
TEXT = STATUS + PET + OWNER + ALIAS
PINS = {
    "#/components/schemas/Pet": "Pet",
    "#/components/schemas/Pet/properties/status": "PetStatus",
    "#/components/schemas/Owner": "Owner",
    "#/components/schemas/Pets": "Pets",
    "layout": "compact",
}


def test_unchanged_names_are_no_renames() -> None:
    """Equal pins are not renames, and neither are additions, removals and another layout."""
    assert renames(PINS, PINS, [TEXT], [TEXT]) == ()
    fewer = {"#/components/schemas/Pet": "Pet", "layout": "split"}
    assert renames(PINS, fewer, [TEXT], [PET]) == ()
    assert renames(fewer, PINS, [PET], [TEXT]) == ()


def test_a_schema_renamed_by_the_user() -> None:
    """A schema with a new name chosen by the user."""
    (found,) = renames(PINS, {**PINS, "#/components/schemas/Pet": "Animal"}, [], [])
    assert str(found) == "#/components/schemas/Pet: Pet -> Animal"


@pytest.mark.parametrize("back", [False, True])
def test_a_field_renamed_by_the_user(back: bool) -> None:
    """A field with its default name has no pin; one with a chosen name has."""
    after = {**PINS, "#/components/schemas/Pet age": "years", "#/components/schemas/Pet new": "n"}
    text = TEXT.replace("age: int", "years: int")
    (found,) = (
        renames(after, PINS, [text], [TEXT]) if back else renames(PINS, after, [TEXT], [text])
    )
    names = ("years", "age") if back else ("age", "years")
    assert (found.key, found.name, found.new_name) == ("#/components/schemas/Pet age", *names)


def test_a_schema_renamed_in_the_document() -> None:
    """A schema with a new name in the document is recognised by its class, whatever it refers to."""
    pins = {
        key.replace("Pet", "Animal").replace("Owner", "Human"): name.replace(
            "Pet", "Animal"
        ).replace("Owner", "Human")
        for key, name in PINS.items()
    }
    text = TEXT.replace("Pet", "Animal").replace("Owner", "Human")
    told = "\n".join(str(one) for one in renames(PINS, pins, [TEXT], [text]))
    assert told.replace("#/components/schemas/", "") == (
        "Owner -> Human: Owner -> Human\n"
        "Pet -> Animal: Pet -> Animal\n"
        "Pet/properties/status -> Animal/properties/status: PetStatus -> AnimalStatus\n"
        "Pets -> Animals: Pets -> Animals"
    )


def test_ambiguous_renames_are_removals_and_additions() -> None:
    """With two candidates, or a class that also changed, a removal and an addition are reported."""
    before = {"#/components/schemas/Owner": "Owner"}
    texts = [OWNER.replace("Owner", "A"), OWNER.replace("Owner", "B")]
    after = {"#/components/schemas/A": "A", "#/components/schemas/B": "B"}
    assert renames(before, after, [OWNER], texts) == ()
    changed = OWNER.replace("Owner", "A").replace("str", "int")
    assert renames(before, {"#/components/schemas/A": "A"}, [OWNER], [changed]) == ()


def test_a_type_with_several_places() -> None:
    """A shared class is renamed once, whichever of its places have the new name."""
    places = [f"#/components/schemas/{one}/properties/user" for one in ("Aa", "B", "Cc")]
    before = dict.fromkeys(places, "User") | {f"{place} a-b": "a_b" for place in places}
    after = {key: "Person" if name == "User" else "ab" for key, name in before.items()}
    told = [str(one) for one in renames(before, after, [], [])]
    assert told == [f"{places[1]}: User -> Person", f"{places[1]} a-b: a_b -> ab"]
    split = {**before, places[0]: "AaUser", places[2]: "AaUser"}
    assert [str(one) for one in renames(before, split, [], [])] == [f"{places[0]}: User -> AaUser"]


def test_a_removed_place_is_not_a_rename() -> None:
    """A class that keeps one of its places is the same, whichever others are added or removed."""
    before = {
        "#/components/schemas/A/properties/o": "Owner",
        "#/components/schemas/B/properties/o": "Owner",
    }
    after = {
        "#/components/schemas/A/properties/o": "Owner",
        "#/components/schemas/C/properties/o": "Owner",
    }
    assert renames(before, after, [OWNER], [OWNER]) == ()
