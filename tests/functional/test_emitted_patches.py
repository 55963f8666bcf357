"""Merge patches of generated packages (RFC 7396), against a server that applies them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from server import serving

PET: dict[str, Any] = {
    "kind": "pet",
    "name": "Rex",
    "owner": {"email": "a@example.com", "city": "Rome"},
    "labels": {"a": "1", "b": "2"},
    "nickname": "R",
}


def merged(target: Any, patch: Any) -> Any:
    """Apply a patch as in RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


@pytest.mark.case("body/merge-patch")
def test_absent_members_are_omitted_and_null_removes(package: Any) -> None:
    """Omitted values are not sent, None is sent as null, nested objects are patches as well; sync and async."""
    patch = package.PetPatch(
        name="Max",
        nickname=None,
        owner=package.OwnerPatch(city=None),
        labels={"a": None, "c": "3"},
    )
    with serving() as played:
        played.before = lambda: played.answer(merged(PET, json.loads(played.asked[-1][3])))
        with package.MergePatches(base_url=played.url) as client:
            found = client.pets.patch_pet(1, body=patch)
        same = asyncio.run(_patched(package, played.url, patch))
    method, path, headers, content = played.asked[0]
    assert (method, path) == ("PATCH", "/pets/1")
    assert headers["content-type"] == "application/merge-patch+json"
    assert json.loads(content) == {
        "name": "Max",
        "nickname": None,
        "owner": {"city": None},
        "labels": {"a": None, "c": "3"},
    }
    owner = package.Owner(email="a@example.com")
    assert found == same == package.Pet(name="Max", owner=owner, labels={"b": "2", "c": "3"})


async def _patched(package: Any, url: str, patch: Any) -> Any:
    async with package.AsyncMergePatches(base_url=url) as client:
        return await client.pets.patch_pet(1, body=patch)


@pytest.mark.case("body/merge-patch")
def test_a_mapping_can_be_sent_as_a_patch(package: Any) -> None:
    """A mapping is sent unchanged, and so is an empty patch."""
    with serving() as played:
        played.status = 204
        with package.MergePatches(base_url=played.url) as client:
            client.settings.patch_settings(body={"theme": None})
            client.settings.patch_settings(body=package.SettingsUpdate())
            client.shops.patch_shop(
                "1", body=package.ShopPatch(), content_type="application/merge-patch+json"
            )
            client.shops.patch_shop("1", body=package.Shop(name="n"))
    sent = [(one[2]["content-type"], json.loads(one[3])) for one in played.asked]
    assert sent == [
        ("application/merge-patch+json", {"theme": None}),
        ("application/merge-patch+json", {}),
        ("application/merge-patch+json", {}),
        ("application/json", {"name": "n"}),
    ]
