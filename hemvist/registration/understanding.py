"""From the words of a line to a person: headings guessed, values read, faults named."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.directory.contacts import PERSONAL_NUMBER
from hemvist.intake.opening import Told
from hemvist.people.actions import Contact
from hemvist.people.models import Channel
from hemvist.people.phone import NotAPhoneNumber, normalise
from hemvist.registration.faults import ListFault

FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "moving_on": _("When they think of moving"),
    "adults": _("How many adults"),
    "children": _("Ages of children"),
    "needs": _("What they look for"),
    "text": _("In their own words"),
}
GUESSES = {
    "first_name": "förnamn fornamn firstname givenname tilltalsnamn",
    "last_name": "efternamn lastname surname familyname",
    "name": "namn name fullname helanamnet kontakt kontaktperson person deltagare besökare visitor",
    "email": "epost email mail mejl epostadress emailaddress mailadress mejladress",
    "phone": "telefon telefonnummer phone phonenumber mobil mobilnummer mobile tel tfn cell",
    "language": "språk sprak language modersmål",
    "moving_on": "flyttmånad flyttar flytt flyttdatum inflyttning när moving movingmonth move when "
    "movingdate month månad",
    "adults": "vuxna antalvuxna adults numberofadults",
    "children": "barn barnensålder barnålder children ages childrensages kids",
    "needs": "behov söker intresse intressen needs lookingfor interests interest önskemål",
    "text": "övrigt meddelande fritext kommentar notes comment comments message text anteckning",
}
KNOWN = {word: field for field, words in GUESSES.items() for word in words.split()}
LANGUAGES = {
    "sv": "svenska swedish sv se",
    "en": "engelska english en gb",
    "fi": "finska finnish suomi fi",
    "ar": "arabiska arabic ar العربية",
    "uk": "ukrainska ukrainian uk ua українська",
}
LANGUAGE_OF = {word: code for code, words in LANGUAGES.items() for word in words.split()}
MONTHS = {
    word: number
    for number, words in enumerate(
        [
            "januari january jan",
            "februari february feb",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for word in words.split()
}
LONGEST_NAME = 200
LONGEST_TEXT = 2_000
MOST_PEOPLE = 20


def guess(headings: Iterable[str]) -> dict[str, str]:
    """The field of each heading, "" for those to leave out; no field is given twice."""
    fields: dict[str, str] = {}
    for heading in headings:
        found = field_of(heading)
        fields[heading] = "" if found in fields.values() else found
    if "first_name" in fields.values() or "last_name" in fields.values():
        fields = {
            heading: "last_name"
            if found == "name" and "last_name" not in fields.values()
            else "first_name"
            if found == "name" and "first_name" not in fields.values()
            else found
            for heading, found in fields.items()
        }
    return fields


def field_of(heading: str) -> str:
    """The field a heading speaks of by itself; "" if nobody can tell."""
    word = re.sub(r"[\W_]+", "", heading.casefold())
    if word in KNOWN:
        return KNOWN[word]
    parts = re.findall(r"[^\W_]{3,}", heading.casefold())
    return next((KNOWN[part] for part in parts if part in KNOWN), "")


@dataclass
class Understood:
    """A person as a line tells of them, and what is wrong with it."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    moving_on: str = ""
    adults: int = 1
    ages: list[int] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    text: str = ""
    faults: list[ListFault] = field(default_factory=list)

    def fault(self, code: str, **values: Any) -> None:
        """Note that something is wrong."""
        self.faults.append(ListFault(code, values))

    @property
    def is_faulty(self) -> bool:
        """Whether it cannot become a case."""
        return any(not one.is_mild for one in self.faults)

    @property
    def addresses(self) -> list[str]:
        """The e-mail address and the number, as contact points keep them."""
        return [value for value in (self.email, self.phone) if value]

    def kept(self) -> dict[str, Any]:
        """As it is kept in a row; the faults stand beside."""
        return {name: value for name, value in vars(self).items() if name != "faults" and value}

    def fingerprint(self) -> str:
        """A keyed digest by which the same person on the same list is known again."""
        words = "\n".join([self.name.casefold(), self.email, self.phone])
        digest = salted_hmac("hemvist.registration.lines", words, algorithm="sha256")
        return digest.hexdigest()


def understand(
    values: Mapping[str, str], mapping: Mapping[str, str], life_areas: Mapping[str, str]
) -> Understood:
    """Read one line. `life_areas` are the slugs by every word that stands for them."""
    by_field = {field: values.get(heading, "") for heading, field in mapping.items() if field}
    one = Understood()
    parts = [by_field.get(part, "") for part in ("name", "first_name", "last_name")]
    one.name = " ".join(" ".join(part for part in parts if part).split())[:LONGEST_NAME]
    if not one.name:
        one.fault("no_name")
    _read_addresses(one, by_field)
    _read_household(one, by_field)
    language = by_field.get("language", "").casefold().strip()
    one.language = LANGUAGE_OF.get(language, "")
    if language and not one.language:
        one.fault("language_not_read", value=language[:40])
    words = re.split(r"[,;/|]", by_field.get("needs", "").casefold())
    found = (life_areas.get(word.strip(), "") for word in words)
    one.needs = list(dict.fromkeys(slug for slug in found if slug))
    one.text = by_field.get("text", "")[:LONGEST_TEXT]
    if any(PERSONAL_NUMBER.search(by_field.get(name, "")) for name in ("name", "text")):
        one.fault("personal_number")
        one.text = ""
    return one


def _read_addresses(one: Understood, by_field: Mapping[str, str]) -> None:
    email, phone = by_field.get("email", "").strip(), by_field.get("phone", "").strip()
    if email:
        try:
            validate_email(email)
            one.email = email.lower()
        except ValidationError:
            one.fault("email_not_read", value=email[:60])
    if phone:
        try:
            one.phone = normalise(phone)
        except NotAPhoneNumber:
            one.fault("phone_not_read", value=phone[:40])
    if not email and not phone:
        one.fault("no_address")


def _read_household(one: Understood, by_field: Mapping[str, str]) -> None:
    month = by_field.get("moving_on", "").strip()
    if month:
        found = month_of(month)
        one.moving_on = found.isoformat() if found else ""
        if found is None:
            one.fault("month_not_read", value=month[:40])
    adults = by_field.get("adults", "").strip()
    if adults:
        is_right = adults.isdecimal() and len(adults) < 3 and 1 <= int(adults) <= MOST_PEOPLE
        one.adults = int(adults) if is_right else 1
        if not is_right:
            one.fault("number_not_read", value=adults[:40])
    ages = by_field.get("children", "").strip()
    parts = re.findall(r"\w+", ages)
    if all(part.isdecimal() and len(part) < 3 and int(part) <= 19 for part in parts):
        one.ages = [int(part) for part in parts][:MOST_PEOPLE]
    else:
        one.fault("number_not_read", value=ages[:40])


def month_of(text: str) -> date | None:
    """The first day of a month, however it is written: 2027-03, 3/2027, mars 2027, 2027-03-15."""
    words = re.findall(r"[^\W\d_]+|\d+", text.casefold())
    names = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 4]
    year = next((number for number in numbers if 2000 <= number <= 2100), None)
    rest = [number for number in numbers if number != year]
    month = names[0] if names else rest[0] if rest else None
    if not names and year is not None and numbers[0] != year and len(rest) > 1:
        month = rest[1]  # 15/3 2027: the day comes first
    if year is None or month is None or not 1 <= month <= 12:
        return None
    return date(year, month, 1)


def told_of(understood: Mapping[str, Any], *, language: str) -> Told:
    """What a line tells, as the public form would have it."""
    email, phone = understood.get("email", ""), understood.get("phone", "")
    channels = [Channel.EMAIL] if email else []
    channels += [Channel.PHONE] if phone else []
    month = understood.get("moving_on", "")
    return Told(
        name=understood["name"],
        contact=Contact(
            channels=channels,
            language=understood.get("language") or language or settings.LANGUAGE_CODE,
            email=email,
            phone=phone,
        ),
        adults=understood.get("adults", 1),
        ages=understood.get("ages", []),
        moving_on=date.fromisoformat(month) if month else None,
        wishes={slug: [] for slug in understood.get("needs", [])},
        text=understood.get("text", ""),
    )
