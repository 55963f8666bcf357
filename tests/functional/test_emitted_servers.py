"""Servers chosen by the caller, and tokens that are not sent to example hosts unnoticed."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import pytest


@pytest.mark.case("server/choice")
def test_a_server_is_one_typed_argument(package: Any) -> None:
    """Variables have the document's defaults, except in a host that may be any host."""
    servers = importlib.import_module(f"{package.__name__}.servers")
    assert servers.one_for_each_tenant(tenant="acme") == "https://acme.x.example:443/api"
    own = servers.one_for_each_tenant(tenant="acme", port="8443", base="v2")
    assert own == "https://acme.x.example:8443/v2"
    assert servers.sandbox() == "https://sandbox.x.example/api"
    assert servers.x_example() == "https://eu.x.example"
    assert servers.your_own(base_url="https://api.acme.example") == "https://api.acme.example/v1"
    assert "servers.one_for_each_tenant(tenant=..., port=..., base=...)" in package.Tenants.__doc__


@pytest.mark.case("server/choice")
@pytest.mark.parametrize("tenant", ["evil.example/", "a@evil.example", "a b", "", "x?", "a#"])
def test_a_variable_cannot_change_the_host(package: Any, tenant: str) -> None:
    """A value that would change the host is refused, because the token would be sent there."""
    servers = importlib.import_module(f"{package.__name__}.servers")
    with pytest.raises(package.InvalidRequestError, match="tenant is a part of the host"):
        servers.one_for_each_tenant(tenant=tenant)


@pytest.mark.case("server/choice")
def test_sending_a_credential_to_an_example_host_warns(package: Any) -> None:
    """A warning is given if a credential is sent to an example host."""
    with pytest.warns(
        UserWarning, match=r"demo\.x\.example:443 receives the credential, but is only an example"
    ):
        package.Tenants("secret")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        package.Tenants()
        servers = importlib.import_module(f"{package.__name__}.servers")
        package.Tenants("secret", base_url=servers.one_for_each_tenant(tenant="acme"))
