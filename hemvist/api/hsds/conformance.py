"""Holds an HSDS API, ours or another's, to the standard: its schemas, its pages, its addresses.

The schemas are CC BY-SA and no part of this package; a folder with them is named by whoever asks.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

NEEDED = "services"
LISTS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
PAGE = {
    "total_items": int,
    "total_pages": int,
    "page_number": int,
    "size": int,
    "first_page": bool,
    "last_page": bool,
    "contents": list,
}
NOBODY = "00000000-0000-4000-8000-000000000000"
SAMPLE = 5
# Gives the status of an address and what stands there; None if that is no JSON.
Get = Callable[[str], tuple[int, Any]]


class SchemasAreMissing(Exception):
    """The folder holds no schemas of HSDS, or nothing that can read them is installed."""


class Standard:
    """The schemas in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "service.json").is_file():
            raise SchemasAreMissing(f"There is no service.json in {folder}.")

    @cached_property
    def _registry(self) -> Any:
        try:
            from referencing import Registry, Resource
            from referencing.jsonschema import DRAFT202012
        except ImportError as missing:
            raise SchemasAreMissing("Install jsonschema[format-nongpl] to check.") from missing
        pages = [
            (path.name, Resource(json.loads(path.read_text(encoding="utf-8")), DRAFT202012))
            for path in self.folder.glob("*.json")
            if path.name != "openapi.json"
        ]
        return Registry().with_resources(pages)

    def schema(self, name: str) -> Any:
        """The schema of one kind of object."""
        return self._registry.contents(f"{name}.json")

    def mistakes(self, name: str, told: Any) -> list[str]:
        """What in an object is against the standard, each with where it stands."""
        from jsonschema import Draft202012Validator, FormatChecker

        validator = Draft202012Validator(
            {"$ref": f"{name}.json"}, registry=self._registry, format_checker=FormatChecker()
        )
        found = validator.iter_errors(told)
        return [f"{error.json_path}: {error.message[:200]}" for error in found]


@dataclass
class Finding:
    """What one part of an API was found to be."""

    about: str
    looked_at: int = 0
    mistakes: list[str] = field(default_factory=list)
    is_offered: bool = True


def findings(get: Get, standard: Standard, *, pages: int) -> Iterator[Finding]:
    """Each part of the API, in turn, looked at no further than so many pages of each list."""
    yield _root(get)
    for name, kind in LISTS.items():
        yield from _list(get, standard, name, kind, pages)


def _root(get: Get) -> Finding:
    finding = Finding("/", 1)
    status, told = get("/")
    if status != 200 or not isinstance(told, dict):
        finding.mistakes.append(f"answers {status}, and nothing in JSON")
        return finding
    for word in ("version", "profile", "openapi_url"):
        if not isinstance(told.get(word), str):
            finding.mistakes.append(f"does not say its {word}")
    return finding


def _list(get: Get, standard: Standard, name: str, kind: str, pages: int) -> Iterator[Finding]:
    finding = Finding(f"/{name}")
    ids: list[str] = []
    number, last = 1, 1
    while number <= min(last, pages):
        status, told = get(f"/{name}?page={number}")
        if status == 404 and number == 1 and name != NEEDED:
            finding.is_offered = False
            break
        found = _mistakes_of_page(told, number) if status == 200 else [f"answers {status}"]
        finding.mistakes += [f"page {number}: {mistake}" for mistake in found]
        if found:
            break
        ids += _look(standard, kind, told["contents"], finding)
        number, last = number + 1, told["total_pages"]
    if len(ids) != len(set(ids)):
        finding.mistakes.append("the same object stands on two pages")
    yield finding
    if finding.is_offered:
        yield _alone(get, standard, name, kind, ids)


def _look(standard: Standard, kind: str, contents: list[Any], finding: Finding) -> list[str]:
    for told in contents:
        finding.looked_at += 1
        number = told.get("id") if isinstance(told, dict) else told
        finding.mistakes += [f"{number} {wrong}" for wrong in standard.mistakes(kind, told)]
    return [str(told["id"]) for told in contents if isinstance(told, dict) and "id" in told]


def _mistakes_of_page(told: Any, number: int) -> list[str]:
    if not isinstance(told, dict):
        return ["is no page"]
    wrong = [
        f"{word} is missing or of the wrong kind"
        for word, kind in PAGE.items()
        if not isinstance(told.get(word), kind)
    ]
    if wrong:
        return wrong
    if told["size"] != len(told["contents"]):
        wrong.append(f"says size {told['size']} and holds {len(told['contents'])}")
    if told["page_number"] != number:
        wrong.append(f"says it is page {told['page_number']}")
    if told["first_page"] != (number == 1):
        wrong.append("is wrong about being the first")
    if told["last_page"] != (number >= told["total_pages"]):
        wrong.append("is wrong about being the last")
    return wrong


def _alone(get: Get, standard: Standard, name: str, kind: str, ids: list[str]) -> Finding:
    """Some of the objects by their own address, and one that is not there."""
    finding = Finding(f"/{name}/{{id}}")
    for number in ids[:SAMPLE]:
        status, told = get(f"/{name}/{number}")
        finding.looked_at += 1
        if status != 200:
            finding.mistakes.append(f"{number} answers {status}")
        else:
            wrong = standard.mistakes(kind, told)
            finding.mistakes += [f"{number} {mistake}" for mistake in wrong]
            if isinstance(told, dict) and told.get("id") != number:
                finding.mistakes.append(f"{number} is given as {told.get('id')}")
    status, _told = get(f"/{name}/{NOBODY}")
    if not 400 <= status < 500:
        finding.mistakes.append(f"what is not there answers {status}")
    return finding
