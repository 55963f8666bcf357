"""Names of operations: common prefixes are removed if each name keeps words of its own."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from stubwright.generate import inspect
from stubwright.load import load


def names(
    tmp_path: Any, ids: list[str], tags: list[str] | None = None, at: list[str] | None = None
) -> list[str]:
    """Return the names of operations with these ids, each at a path of its own."""
    paths = {
        at[number] if at else f"/p{number}": {
            "get": {
                "operationId": id_,
                "tags": [(tags or ["a", "b"])[number % 2]],
                "responses": {"204": {"description": "none"}},
            }
        }
        for number, id_ in enumerate(ids)
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(document))
    report: Any = inspect(load(str(tmp_path / "openapi.yaml")))[0]
    return [one["name"] for one in report["operations"]]


SHARED = ["api_one_a", "api_one_b", "api_one_c", "api_one_d", "api_one_e"]


def test_a_common_prefix_is_removed(tmp_path: Any) -> None:
    """A prefix consists of whole words, in any spelling."""
    assert names(tmp_path, SHARED) == ["a", "b", "c", "d", "e"]
    camel = ["ShopListPets", "ShopGetPet", "ShopAddPet", "ShopGetOwner", "ShopPay"]
    assert names(tmp_path, camel) == ["ListPets", "GetPet", "AddPet", "GetOwner", "Pay"]


@pytest.mark.parametrize(
    ("ids", "tags"),
    [
        (SHARED[:4], None),
        ([*SHARED, "other"], None),
        (SHARED, ["a", "a"]),
        (["petsA", "petsB", "petsC", "petsD", "petstore"], None),
        (["getA", "getB", "getC", "getD", "getE"], None),
        (
            ["BlobItems_A", "BlobServices_B", "BlobItems_C", "BlobServices_D", "BlobItems_E"],
            ["BlobItems", "BlobServices"],
        ),
    ],
    ids=["a few", "not all", "one group", "part of a word", "a verb", "part of the group"],
)
def test_a_prefix_that_matters_is_kept(
    ids: list[str], tags: list[str] | None, tmp_path: Any
) -> None:
    """A prefix is kept if it is a coincidence, a verb, or the only difference from other groups."""
    assert names(tmp_path, ids, tags) == ids


def test_each_name_keeps_a_word(tmp_path: Any) -> None:
    """A prefix ends before the last word of the shortest name."""
    ids = ["api_one", "api_one_b", "api_one_c", "api_one_d", "api_one_e"]
    assert names(tmp_path, ids) == ["one", "one_b", "one_c", "one_d", "one_e"]


def test_paths_before_names_are_removed(tmp_path: Any) -> None:
    """Litestar's ids begin with their paths; if one does not, or two become equal, they are kept."""
    at = ["/pets", "/pets/{pet_id}", "/users"]
    ids = ["PetsListPets", "PetsPetIdGetPet", "UsersListUsers"]
    assert names(tmp_path, ids, at=at) == ["ListPets", "GetPet", "ListUsers"]
    assert names(tmp_path, [*ids[:2], "ListUsers"], at=at) == [*ids[:2], "ListUsers"]
    same = ["PetsGet", "PetsPetIdFind", "UsersGet"]
    assert names(tmp_path, same, ["a", "a"], at=at) == same


def test_numbers_of_springdoc_are_removed(tmp_path: Any) -> None:
    """Springdoc numbers equal names in the document; in separate groups, the numbers are removed."""
    assert names(tmp_path, ["list", "list_1", "v_1"]) == ["list", "list", "v_1"]
    assert names(tmp_path, ["list", "list_1"], ["a", "a"]) == ["list", "list_1"]


def test_the_method_suffix_of_springfox_is_removed(tmp_path: Any) -> None:
    """The suffix is removed only if it is the method of the operation."""
    assert names(tmp_path, ["listUsingGET", "getUsingGET_1", "payUsingPOST"]) == [
        "list",
        "get_1",
        "payUsingPOST",
    ]
