"""The telephones of the demo: what each has got from us, and what it has written back."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from hemvist.people.phone import readable
from hemvist.texts.models import IncomingText

NEWEST = 200


@dataclass(frozen=True)
class Said:
    """One text on a telephone; `token` names one of ours that can be said to have arrived."""

    at: datetime
    body: str
    is_ours: bool
    token: str = ""


@dataclass
class Telephone:
    """One number with its texts, the newest last."""

    number: str
    said: list[Said] = field(default_factory=list)

    @property
    def written(self) -> str:
        """The number as people write it."""
        return readable(self.number)


def telephones(folder: Path) -> list[Telephone]:
    """Every telephone that has got or sent a text lately, the latest first."""
    by_number: dict[str, list[Said]] = defaultdict(list)
    paths = (path for path in folder.glob("[!.]*.json"))
    for path in nlargest(NEWEST, paths, key=lambda path: path.name):
        text = json.loads(path.read_text(encoding="utf-8"))
        at, token = datetime.fromisoformat(text["at"]), _token(text.get("report_to", ""))
        by_number[text["to"]].append(Said(at, text["body"], True, token))
    for told in IncomingText.objects.order_by("-pk")[:NEWEST]:
        by_number[told.number].append(Said(told.received_at, told.body, False))
    found = [
        Telephone(number, sorted(said, key=lambda one: one.at))
        for number, said in by_number.items()
    ]
    return sorted(found, key=lambda one: one.said[-1].at, reverse=True)


def _token(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("delivery", [""])[0]
