"""What every OpenAPI description of ours says beside its addresses."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI

PROBLEM = {
    "type": "object",
    "description": "What is wrong (RFC 9457), in the language asked for.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}
MEANINGS = {
    "400": "A parameter cannot be used as it is.",
    "404": "There is nothing with this number, or no such page.",
    "429": "Too many requests; Retry-After says when to come back.",
}
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


class DescribedAPI(NinjaAPI):
    """An API whose description also says what comes when something is wrong."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The library's description, with the problems."""
        return with_problems(super().get_openapi_schema(**kwargs))


def described() -> dict[str, Any]:
    """Whose it is, on what terms, and where to turn."""
    return {
        "info": {
            "license": {"name": "CC0 1.0", "url": CC0},
            "contact": {"name": "Hemvist", "url": f"{settings.SITE_URL}/sv/open-data/"},
            "termsOfService": f"{settings.SITE_URL}/sv/open-data/",
        },
        "externalDocs": {"url": f"{settings.SITE_URL}/sv/open-data/"},
    }


def with_problems(description: dict[str, Any]) -> dict[str, Any]:
    """The description with what every address may answer when something is wrong."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in description["paths"].values():
        for operation in operations.values():
            for status, meaning in MEANINGS.items():
                told = {"description": meaning, "content": content}
                operation["responses"].setdefault(status, told)
    return description
