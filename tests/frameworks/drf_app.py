"""Django REST framework with drf-spectacular: pets in memory."""

from __future__ import annotations

import datetime as dt
import sys
from wsgiref.simple_server import make_server

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="none",
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework", "drf_spectacular"],
    USE_TZ=False,
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_AUTHENTICATION_CLASSES": [f"{__name__}.Tokens"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
    SPECTACULAR_SETTINGS={
        "TITLE": "Drf",
        "VERSION": "1",
        "SERVE_PERMISSIONS": [],
        "SERVE_AUTHENTICATION": [],
    },
)
from types import SimpleNamespace

from rest_framework.authentication import BaseAuthentication


class Tokens(BaseAuthentication):
    def authenticate(self, request):
        if request.headers.get("Authorization") != "Bearer secret":
            return None
        return SimpleNamespace(is_authenticated=True), None

    def authenticate_header(self, request):
        return "Bearer"


django.setup()
from django.urls import include, path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView


class TokensScheme(OpenApiAuthenticationExtension):
    target_class = f"{__name__}.Tokens"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


class Pet(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=20)
    status = serializers.ChoiceField(["available", "sold"])
    level = serializers.ChoiceField([(1, "low"), (2, "high")], default=1)
    tag = serializers.CharField(allow_null=True, required=False)
    opens = serializers.TimeField()
    born = serializers.DateTimeField(required=False, allow_null=True)
    price = serializers.DecimalField(max_digits=8, decimal_places=2)


class Detail(serializers.Serializer):
    detail = serializers.CharField()


class Photo(serializers.Serializer):
    file = serializers.FileField()
    caption = serializers.CharField()


class Stored(serializers.Serializer):
    size = serializers.IntegerField()
    caption = serializers.CharField()


class Cat(serializers.Serializer):
    kind = serializers.ChoiceField(["cat"])
    lives = serializers.IntegerField()


class Dog(serializers.Serializer):
    kind = serializers.ChoiceField(["dog"])
    bark = serializers.BooleanField()


ANIMAL = PolymorphicProxySerializer(
    "Animal", {"cat": Cat, "dog": Dog}, resource_type_field_name="kind", many=False
)
PETS = {
    n: {
        "id": n,
        "name": f"p{n}",
        "status": "sold",
        "level": 2,
        "tag": None,
        "opens": dt.time(9, 30),
        "born": dt.datetime(2020, 1, 1),
        "price": "1.50",
    }
    for n in (1, 2, 3)
}


class Pages(PageNumberPagination):
    page_size = 2


class Pets(viewsets.GenericViewSet):
    serializer_class = Pet
    pagination_class = Pages
    queryset = list(PETS.values())

    def get_queryset(self):
        return list(PETS.values())

    def list(self, request):
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(Pet(page, many=True).data)

    def create(self, request):
        made = Pet(data=request.data)
        made.is_valid(raise_exception=True)
        id_ = len(PETS) + 1
        PETS[id_] = {"born": None, "tag": None, **made.validated_data, "id": id_}
        return Response(Pet(PETS[id_]).data, 201)

    @extend_schema(responses={200: Pet, 404: Detail})
    def retrieve(self, request, pk: int):
        if int(pk) not in PETS:
            raise NotFound("no such pet")
        return Response(Pet(PETS[int(pk)]).data)

    @extend_schema(request={"multipart/form-data": Photo}, responses=Stored)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def photo(self, request, pk: int):
        return Response({"size": request.data["file"].size, "caption": request.data["caption"]})


class Animals(APIView):
    @extend_schema(request=ANIMAL, responses=ANIMAL)
    def post(self, request):
        return Response(request.data)


class Credentials(serializers.Serializer):
    user = serializers.CharField()
    password = serializers.CharField()


class Token(serializers.Serializer):
    token = serializers.CharField()


class Login(APIView):
    permission_classes = [AllowAny]
    parser_classes = [FormParser]

    @extend_schema(request=Credentials, responses=Token, auth=[])
    def post(self, request):
        return Response({"token": "secret" if request.data["password"] == "pw" else ""})


router = DefaultRouter()
router.register("pets", Pets, basename="pets")
urlpatterns = [
    path("", include(router.urls)),
    path("animals/", Animals.as_view()),
    path("login/", Login.as_view()),
    path("openapi.json", SpectacularJSONAPIView.as_view()),
]

if __name__ == "__main__":
    from django.core.handlers.wsgi import WSGIHandler

    make_server("127.0.0.1", int(sys.argv[1]), WSGIHandler()).serve_forever()
