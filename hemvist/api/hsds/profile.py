"""Our profile of HSDS: what we say beyond the standard, as merge patches of its schemas.

`/hsds/profile/` has a patch (RFC 7386) for each object that says more; `/hsds/schema/` has what an
object looks like with all that, in our own words.
"""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from hemvist.api.answers import as_json, full_address
from hemvist.api.hsds import part_shapes, shapes

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: dict[str, Any] = {
    "service": shapes.Service,
    "organization": shapes.Organization,
    "service_at_location": shapes.ServiceAtLocation,
    "location": shapes.Location,
    "schedule": part_shapes.Schedule,
    "accessibility": part_shapes.Accessibility,
    "taxonomy": part_shapes.Taxonomy,
    "taxonomy_term": part_shapes.TaxonomyTerm,
}
# What each object says that HSDS has no word for.
OURS = {
    "service": [
        "capacity_status", "special_days", "data_sources", "source", "content_language",
        "translations",
    ],
    "organization": ["services", "content_language", "translations"],
    "service_at_location": ["special_days", "service"],
    "location": ["area", "special_days"],
    "schedule": ["by_appointment", "follows_holidays"],
    "accessibility": ["need", "answer"],
    "taxonomy_term": ["translations"],
}  # fmt: skip


def schema_of(name: str) -> dict[str, Any]:
    """What one kind of object looks like here, with all it refers to."""
    return {
        "$schema": DIALECT,
        "$id": full_address("hsds:schema", name),
        **TypeAdapter(SCHEMAS[name]).json_schema(ref_template="#/$defs/{model}"),
    }


def patch_of(name: str) -> dict[str, Any]:
    """The merge patch that makes the standard's schema of an object into ours."""
    schema = schema_of(name)
    properties = {word: schema["properties"][word] for word in OURS[name]}
    patch: dict[str, Any] = {"properties": properties}
    if needed := _referred(properties, schema.get("$defs", {})):
        patch["$defs"] = needed
    return patch


def _referred(part: Any, known: dict[str, Any]) -> dict[str, Any]:
    """The definitions that a part of a schema needs, and those that they need."""
    found: dict[str, Any] = {}
    waiting = [part]
    while waiting:
        text = json.dumps(waiting.pop())
        for name, definition in known.items():
            if name not in found and f'"#/$defs/{name}"' in text:
                found[name] = definition
                waiting.append(definition)
    return found


def about(request: HttpRequest) -> HttpResponse:
    """What the profile is, with the addresses of its patches and schemas."""
    return as_json(
        {
            "name": "Hemvist HSDS profile",
            "version": "1.0.0",
            "hsds_version": "3.1",
            "description": _(
                "HSDS 3.1 with translations of texts, days that differ, room in four words, and "
                "accessibility by need. An address that is not known in full has empty texts."
            ),
            "license": "https://creativecommons.org/publicdomain/zero/1.0/",
            "patches": {name: full_address("hsds:patch", name) for name in OURS},
            "schemas": {name: full_address("hsds:schema", name) for name in SCHEMAS},
        }
    )


def patch(request: HttpRequest, name: str) -> HttpResponse:
    """The patch of one object."""
    if name not in OURS:
        raise Http404
    return as_json(patch_of(name), "application/merge-patch+json")


def schema(request: HttpRequest, name: str) -> HttpResponse:
    """The schema of one object as we give it."""
    if name not in SCHEMAS:
        raise Http404
    return as_json(schema_of(name), "application/schema+json")


def schemas(request: HttpRequest) -> HttpResponse:
    """The addresses of all schemas."""
    return as_json({name: full_address("hsds:schema", name) for name in SCHEMAS})
