"""Why openapi-core refuses, or misreads, a request that is right: what the document or openapi-core lacks.

Each rule is a pattern of the boolean_schema's words and one of the request; what no rule fits counts against us.
"""

from __future__ import annotations

import re

_FORM = r"'content-type': '(multipart/|application/x-www-form)"
_RULES = (
    ("XML, YAML and text are not read by a schema of objects or numbers", r"<Element |b?'(<text/>|text)' is ", ""),
    ("a schema of base64 under application/octet-stream, or octets of another media type, read as bytes", r"octets' is not|InvalidRequestBody +< b.*is not of type 'string'", ""),
    ("parts of a form are not cast, nor read through oneOf, anyOf and allOf", r"InvalidRequestBody.*(is not of type|is a required property|not valid under any|valid under each|discriminating property|is not a '|is not one of|does not match|too short)", _FORM),
    ("a form's object or deepObject is not read", r"body validation error.*(DeserializeError|CastError)", _FORM),
    ("a multipart body other than form-data is not read", r"byte indices must be", r"multipart/(?!form-data)"),
    ("the standard ignores a header parameter of this name (3.1.1, 4.8.12.1)", r"header (parameter: )?(Content-Type|Accept|Authorization)\b", ""),
    ("a security scheme that a request cannot carry, or that is no scheme of HTTP's", r"SecurityNotFound", ""),
    ("the document has a path parameter that its path lacks", r"Missing required path parameter", ""),
    ("the only value of a required parameter is null", r"only_null", ""),
    ("spaceDelimited, pipeDelimited or deepObject with an explode that is not defined", r"DeserializeError: \('(spaceDelimited|pipeDelimited|deepObject)", ""),
    ("an array or object inside a parameter's array or object: no style is defined", r"CastError: Failed to cast value to (object|array)", ""),
    ("a server that is no URL, or with a variable that holds slashes, is not matched", r"ServerNotFound", ""),
    ("an exploded object among others is not found", r"drawn \{|Query.*DeserializeError: \('form'", ""),
    ("anyOf and oneOf of a parameter are not cast", r"drawn \[|not valid under any of the given schemas|InvalidParameter.*is not of type", ""),
    ("a name that cookies cannot hold is escaped", r"cookie parameter: \S* \S+ drawn", ""),
    ("a parameter of content is read by its style", r"InvalidParameter path .*required property", ""),
    ("a path that leads elsewhere is refused before it is sent", r"would lead to another resource", ""),
    ("members that the document does not name are left out, so an object lacks some", r"not have enough properties", ""),
    ("a text of four letters, sent for any schema of text", r"'text' is too short", ""),
    ("a form whose members are all left out is an empty body", r"Missing required request body", _FORM),
    ("a form that is no object is refused before it is sent", r"a form must be an object", ""),
    ("a part of the path has no name", r"ValueError:  must not be None", ""),
)  # fmt: skip


def limit(reason: str, request: str) -> str:
    """Return why a boolean_schema does not count; empty where it does."""
    wrong_default = re.match(r"InvalidParameter (query|header|cookie) (\S+) ", reason)
    if wrong_default and wrong_default[2].lower() not in request.lower():
        return "the document's own default, taken for an absent parameter, does not fit its schema"
    for name, words, sent in _RULES:
        if re.search(words, reason) and re.search(sent, request):
            return name
    return ""
