"""Finding every address outside that the public can press, wherever it is kept.

Goes through the columns of the public apps by their kind, so that a new column with an address
in it is found without being named here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch

# Advertisements come and go by themselves; their addresses are not ours to mend.
APPS = ("directory", "happenings", "guide")
ADDRESS = re.compile(r"""https?://[^\s"'<>\\)\]}]+""")
AT_THE_END = ".,;:!?"
LONGEST = 500
MOST_USES = 20

Uses = dict[str, list[tuple[str, str]]]


def outside_links() -> Uses:
    """Every address with where it stands: pairs of what that is called and its own address."""
    found: Uses = defaultdict(list)
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for row, text in _texts(model):
                where = (str(row)[:200], _address_of(row))
                for url in addresses_in(text):
                    if where not in found[url] and len(found[url]) < MOST_USES:
                        found[url].append(where)
    return dict(found)


def addresses_in(text: str) -> list[str]:
    """The addresses in a text or in the JSON of a page's blocks, each once."""
    found = (match.rstrip(AT_THE_END).replace("&amp;", "&") for match in ADDRESS.findall(text))
    return list(dict.fromkeys(url for url in found if len(url) <= LONGEST))


def _texts(model: type[models.Model]) -> Iterator[tuple[models.Model, str]]:
    names = [field.attname for field in model._meta.local_concrete_fields if _may_hold(field)]
    if not names:
        return
    rows: models.QuerySet[Any] = model._default_manager.all()
    if any(field.name == "live" for field in model._meta.concrete_fields):
        rows = rows.filter(live=True)
    for row in rows.iterator(chunk_size=500):
        for name in names:
            text = _raw(getattr(row, name))
            if "http" in text:
                yield row, text


def _may_hold(field: Any) -> bool:
    return isinstance(field, models.URLField | models.TextField | models.JSONField) or hasattr(
        field, "stream_block"
    )


def _raw(value: Any) -> str:
    raw = getattr(value, "raw_data", None)
    return str(list(raw)) if raw is not None else str(value or "")


def _address_of(row: models.Model) -> str:
    """Where the public reads it, if it has a page of its own."""
    for name in ("get_absolute_url", "get_url"):
        ask = getattr(row, name, None)
        if ask:
            try:
                return str(ask() or "")
            except NoReverseMatch:
                return ""
    return ""
