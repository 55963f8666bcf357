"""Endpoints of the sample API."""

from __future__ import annotations

from typing import Any

from stubwright.runtime._runtime.client import AsyncGroup, Group
from stubwright.runtime._runtime.operation import Operation
from stubwright.runtime.http import CallOptions
from stubwright.runtime._runtime.options import Unpack
from stubwright.runtime._runtime.parameters import Cookie, Header, Query

from . import models as m

GET_PET = Operation["m.Animal | None"](
    "GET /pets/{pet_id}",
    parameters=(Query("verbose"), Header("x_request_id", "X-Request-Id"), Cookie("session")),
    responses={200: "m.Animal", 204: "None", "4XX": "m.Problem"},
)
LIST_PETS = Operation["list[m.Cat]"](
    "GET /pets",
    parameters=(Query("tags"), Query("page_size", "pageSize")),
    responses={200: "list[m.Cat]", "default": "m.Problem"},
    security=((),),
)
ADD_PET = Operation["m.Cat"](
    "POST /pets",
    body={"application/json": "m.Cat", "text/plain": "str"},
    responses={201: "m.Cat"},
)
EXPORT = Operation["str | bytes"](
    "GET /export", responses={200: {"text/csv": "str", "image/*": "bytes"}}
)


class PetsEndpoints(Group):
    """Operations on pets."""

    def get_pet(
        self,
        pet_id: str,
        *,
        verbose: bool | None = None,
        x_request_id: str | None = None,
        session: str | None = None,
        **options: Unpack[CallOptions],
    ) -> m.Animal | None:
        """Get a pet."""
        return self._call(
            GET_PET,
            options,
            pet_id=pet_id,
            verbose=verbose,
            x_request_id=x_request_id,
            session=session,
        )

    def list_pets(
        self,
        *,
        tags: list[str] | None = None,
        page_size: int | None = None,
        **options: Unpack[CallOptions],
    ) -> list[m.Cat]:
        """List pets."""
        return self._call(LIST_PETS, options, tags=tags, page_size=page_size)

    def add_pet(self, body: m.Cat | str, *, content_type: str | None = None, **options: Unpack[CallOptions]) -> m.Cat:
        """Add a pet."""
        return self._call(ADD_PET, options, body=body, content_type=content_type)

    def export(self, **options: Unpack[CallOptions]) -> str | bytes:
        """Export."""
        return self._call(EXPORT, options)


class AsyncPetsEndpoints(AsyncGroup):
    """Operations on pets."""

    async def get_pet(
        self, pet_id: str, *, verbose: bool | None = None, **options: Unpack[CallOptions]
    ) -> m.Animal | None:
        """Get a pet."""
        return await self._call(GET_PET, options, pet_id=pet_id, verbose=verbose)
