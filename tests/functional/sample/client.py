"""Clients of the sample API."""

from __future__ import annotations

from functools import cached_property

from stubwright.runtime._runtime.auth import Bearer
from stubwright.runtime._runtime.client import Api, AsyncClient, Client
from stubwright.runtime._runtime.schemes import APIKey, Basic

from . import endpoints as e

API = Api(
    title="Sample",
    base_url="https://api.sample.example/v1",
    token_variable="SAMPLE_TOKEN",
    schemes={"bearerAuth": Bearer(), "key": APIKey("query", "api_key"), "login": Basic()},
    security=(("bearerAuth",), ("key", "login")),
)


class Sample(Client):
    """Call the sample API."""

    _api = API

    @cached_property
    def pets(self) -> e.PetsEndpoints:
        """Operations on pets."""
        return e.PetsEndpoints(self)


class AsyncSample(AsyncClient):
    """Call the sample API, async."""

    _api = API

    @cached_property
    def pets(self) -> e.AsyncPetsEndpoints:
        """Operations on pets."""
        return e.AsyncPetsEndpoints(self)
