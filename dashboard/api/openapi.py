"""The OpenAPI 3.1 document, made from the operations and from the structs that encode their answers.

Door: `openapi_document`. Refuses to know routes and rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from dashboard.api.answers import Operation
from dashboard.api.problems import KINDS, MEDIA_TYPE, Problem

OPENAPI: Final = "3.1.0"
ALWAYS: Final = ("bad-parameter", "internal-error")
"""Problems any operation may have."""
_REFERENCE: Final = "#/components/schemas/{name}"

_ABOUT: Final = """\
Live figures of the Vietnamese stock market. Everything is read only and answered from memory.

Every answer says as of when it is, what the feed does, whether it is stale and why, and in which units
its numbers are. A value that cannot be known is null or left out, never 0. Fields named `at` or ending in
`_at` are epoch milliseconds (UTC); all other instants are ISO 8601 in the exchange's zone, +07:00.

Send the `ETag` of the last answer as `If-None-Match`: 304 means that nothing changed.
"""

Document = dict[str, Any]


def openapi_document(operations: Sequence[Operation], version: str) -> Document:
    """The document as plain data.

    Args:
        operations: every address.
        version: of the product.
    """
    answers = [operation.answer for operation in operations]
    _, schemas = msgspec.json.schema_components([*answers, Problem], ref_template=_REFERENCE)
    return {
        "openapi": OPENAPI,
        "info": {"title": "VN Market", "version": version, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in operations},
        "components": {"schemas": dict(sorted(schemas.items())), "headers": _HEADERS},
    }


def _operation(operation: Operation) -> Document:
    parameters = _parameters(operation)
    described: Document = {
        "operationId": operation.name,
        "tags": [operation.path.split("/")[2]],
        "summary": operation.summary,
        "description": operation.about,
        "responses": _responses(operation),
    }
    return {**described, "parameters": parameters} if parameters else described


def _parameters(operation: Operation) -> list[Document]:
    fields = msgspec.structs.fields(operation.parameters)
    schemas, _ = msgspec.json.schema_components([field.type for field in fields], ref_template=_REFERENCE)
    return [_parameter(operation, field, schema) for field, schema in zip(fields, schemas, strict=True)]


def _parameter(operation: Operation, field: msgspec.structs.FieldInfo, schema: Document) -> Document:
    in_path = f"{{{field.name}}}" in operation.path
    description = schema.pop("description", None)
    if field.default is not msgspec.NODEFAULT:
        schema["default"] = field.default
    return {
        "name": field.name,
        "in": "path" if in_path else "query",
        "required": in_path,
        "description": description,
        "schema": schema,
    }


def _responses(operation: Operation) -> Document:
    paged = any(field.name == "page" for field in msgspec.structs.fields(operation.answer))
    names = ("ETag", "Cache-Control", "Vary", *(("Link",) if paged else ()))
    schema = {"$ref": _REFERENCE.format(name=operation.answer.__name__)}
    responses: Document = {
        "200": {
            "description": _first_line(operation.answer),
            "headers": _headers(*names),
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Nothing changed since the ETag sent.", "headers": _headers(*names[:3])},
    }
    responses["414"] = {
        "description": "The address is longer than 4094 characters; told by the HTTP server itself.",
        "content": {"text/html": {"schema": {"type": "string"}}},
    }
    missing = () if operation.by_clock else ("no-data-yet",)
    for kind in (*ALWAYS, *missing, *operation.problems):
        known = KINDS[kind]
        status = str(known.status)
        if status in responses:
            responses[status]["description"] += f" {known.title.capitalize()}: {known.about}"
            continue
        responses[status] = {
            "description": f"{known.title.capitalize()}: {known.about}",
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(name=Problem.__name__)}}},
        }
        if status == "503":
            responses[status]["headers"] = _headers("Retry-After")
    return dict(sorted(responses.items()))


def _headers(*names: str) -> Document:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _first_line(answer: type) -> str:
    return (answer.__doc__ or "").strip().split("\n")[0]


_HEADERS: Final = {
    "ETag": {
        "description": "Weak; of the rooms' epoch and sequence.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "no-cache: ask again with If-None-Match.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Vary": {"description": "Accept-Encoding.", "required": True, "schema": {"type": "string"}},
    "Link": {
        "description": "RFC 8288: first, and prev and next where there are any.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer", "minimum": 0}},
}
