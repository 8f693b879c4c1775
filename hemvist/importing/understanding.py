"""From the words of a line to values we can keep: positions, web addresses, open or closed."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from hemvist.directory.contacts import PERSONAL_NUMBER
from hemvist.importing.faults import Fault

Flat = dict[str, str]
SEPARATORS = re.compile(r"\s*[|;]\s*")
STATUSES = {
    "active": "active, aktiv, aktivt, öppen, öppet, öppna, open, ja, yes, i drift",
    "inactive": "inactive, inaktiv, ej öppen, planerad, planned, stängd just nu",
    "temporarily closed": "temporarily closed, tillfälligt stängd, vilande, pausad, paused",
    "defunct": "defunct, upphört, upphord, nedlagd, nedlagt, stängd, stängt, closed, nej, no",
}
STATUS_OF = {word: status for status, words in STATUSES.items() for word in words.split(", ")}
_is_web = URLValidator(schemes=["http", "https"])


@dataclass
class Understood:
    """What a line wants to say, and what is wrong with it."""

    key: str = ""
    name: str = ""
    wanted: Flat = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, **values: Any) -> None:
        """Note that something is wrong."""
        self.faults.append(Fault(code, values))


def short(understood: Understood, values: Flat, name: str, *, most: int) -> str:
    """A text that fits; one that does not is a fault."""
    text = " ".join(values.get(name, "").split())
    if len(text) > most:
        understood.fault("too_long", field=name, most=most)
        return ""
    return text


def web_address(understood: Understood, text: str) -> str:
    """A web address, with its https:// if somebody left it out."""
    if not text:
        return ""
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        _is_web(address)
    except ValidationError:
        understood.fault("address_not_web", value=text[:60])
        return ""
    return address if len(address) <= 500 else ""


def position(understood: Understood, latitude: str, longitude: str) -> Flat:
    """Both degrees with six decimals, from points or commas; none if neither is given."""
    if not latitude and not longitude:
        return {}
    if not (latitude and longitude):
        understood.fault("position_not_whole")
        return {}
    north, east = _degrees(latitude, 90), _degrees(longitude, 180)
    if north is None or east is None:
        understood.fault("position_not_read", value=f"{latitude} {longitude}"[:60])
        return {}
    return {"latitude": north, "longitude": east}


def _degrees(text: str, most: int) -> str | None:
    try:
        value = Decimal(text.replace(",", ".").replace("°", "").replace("\u2212", "-").strip())
    except InvalidOperation:
        return None
    return f"{value:.6f}" if value.is_finite() and abs(value) <= most else None


def status(understood: Understood, text: str) -> str:
    """HSDS's word for what the line says."""
    if not text:
        return ""
    found = STATUS_OF.get(text.casefold(), "")
    if not found:
        understood.fault("unknown_status", value=text[:60])
    return found


def day(understood: Understood, text: str) -> str:
    """A day as 2026-11-28, from a moment or a day."""
    if not text:
        return ""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        understood.fault("day_not_read", value=text[:60])
        return ""


def refuse_people(understood: Understood, *texts: str) -> None:
    """A number of identity has no place in a list of places."""
    for text in texts:
        if PERSONAL_NUMBER.search(text):
            understood.fault("looks_like_person", value=text[:60])
