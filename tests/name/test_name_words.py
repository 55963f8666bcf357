"""Conversion of text to identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stubwright.name.identifier_words import constant, pascal, shorten, snake, words
from stubwright.name.settle import Claim, Fixed, settle


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("postId", "post_id"),
        ("HTTPResponse", "http_response"),
        ("r_2xx", "r_2xx"),
        ("score_1", "score_1"),
        ("oauth2Token", "oauth2_token"),
        ("OAuthToken", "oauth_token"),
        ("userIDs", "user_ids"),
        ("repos/get-content", "repos_get_content"),
        ("X-Request-Id", "x_request_id"),
        ("filter[name]", "filter_name"),
        ("$ref", "ref"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("*", "star"),
        ("", "empty"),
        ("GitHub's", "git_hubs"),
        ("größe", "größe"),
        ("名前", "名前"),
        ("🚀 launch", "launch"),
        ("🚀", "rocket"),
        ("__typename", "typename"),
    ],
)
def test_field_names_are_snake_case(text: str, want: str) -> None:
    """A name that is already in snake case is unchanged."""
    assert snake(text) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("PostMetricData", "PostMetricData"),
        ("HTTPError", "HTTPError"),
        ("user_profile", "UserProfile"),
        ("FOO_BAR", "FooBar"),
        ("io.k8s.api.core.v1.Pod", "IoK8sApiCoreV1Pod"),
        ("get pet 404 response", "GetPet404Response"),
    ],
)
def test_class_names_are_pascal_case(text: str, want: str) -> None:
    """A name that is already in Pascal case is unchanged."""
    assert pascal(text) == want


@pytest.mark.parametrize(
    ("text", "want"), [("navy blue", "NAVY_BLUE"), ("UP_TO", "UP_TO"), ("minus 1", "MINUS_1")]
)
def test_enum_members_are_upper_case(text: str, want: str) -> None:
    """An enum member is in upper case."""
    assert constant(text) == want


@pytest.mark.parametrize(
    ("name", "share", "want"),
    [
        ("short", 0.5, "short"),
        ("a_long_name_of_words", 0.5, "a_long_words"),
        ("PostPaymentOptionsCard", 0.5, "PostCard"),
        ("PostPaymentOptionsCardSetup", 0.0, "CardSetup"),
        ("PostPaymentOptionsCardSetup", 1.0, "PostPayment"),
        ("averylongwordthatisone", 0.5, "averylongword"),
    ],
)
def test_long_names_are_shortened_in_the_middle(name: str, share: float, want: str) -> None:
    """A name that is too long keeps whole words at its beginning and its end."""
    assert shorten(name, 13, share) == want


@given(st.text(max_size=30))
def test_any_text_becomes_an_identifier(text: str) -> None:
    """Any text becomes an identifier, which is the same if settled again."""
    assert all(words(text))
    claims = [Claim(key=case.__name__, proposal=case(text)) for case in (snake, pascal, constant)]
    first = settle(claims, reserved=frozenset(), prefix="x_", fixed=Fixed(), taken=set())
    assert all(name.isidentifier() for name in first.values())
    again = settle(
        claims, reserved=frozenset(), prefix="x_", fixed=Fixed(pinned=first), taken=set()
    )
    assert again == first


def test_pinned_names_are_settled_first() -> None:
    """A pinned name comes first, then the document's own spelling, then the others with a suffix."""
    claims = [
        Claim(key="new", proposal="a_b"),
        Claim(key="exact", proposal="a_b", exact=True),
        Claim(key="pinned", proposal="a_b"),
        Claim(key="keyword", proposal="class"),
    ]
    names = settle(
        claims,
        reserved=frozenset({"class"}),
        prefix="x_",
        fixed=Fixed(pinned={"pinned": "old"}),
        taken=set(),
    )
    assert names == {"pinned": "old", "exact": "a_b", "new": "a_b_", "keyword": "class_"}


def test_a_fixed_name_is_given_once() -> None:
    """Two keys cannot have the same name, even if both are fixed."""
    claims = [Claim(key="one", proposal="a"), Claim(key="two", proposal="b")]
    fixed = {"one": "same", "two": "same"}
    names = settle(
        claims, reserved=frozenset(), prefix="x_", fixed=Fixed(pinned=fixed), taken=set()
    )
    assert names == {"one": "same", "two": "b"}
