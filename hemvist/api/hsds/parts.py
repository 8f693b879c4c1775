"""What belongs to a service, an organisation or a location, one small object each."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from hemvist.core.translated import spoken
from hemvist.directory.models import (
    Accessibility,
    Address,
    CapacityStatus,
    Contact,
    CostOption,
    Language,
    Metadata,
    OrganizationIdentifier,
    Phone,
    Program,
    Provenance,
    RequiredDocument,
    Schedule,
    ServiceArea,
    ServiceCapacity,
    SpecialDay,
    Url,
)

Object = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})


def said(**values: Any) -> Object:
    """The object in words of JSON; what is not known is left out."""
    return {name: _plain(value) for name, value in values.items() if value not in EMPTY}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return float(value)
    return value


def every(shape: Any, rows: Iterable[Any]) -> list[Object]:
    """One object for each row."""
    return [shape(row) for row in rows]


def text(texts: dict[str, str]) -> str:
    """What the texts say to the reader."""
    return spoken(texts)[0]


def translations(**fields: dict[str, str]) -> dict[str, dict[str, str]]:
    """The texts of an object by language and field, for all languages there are."""
    found: dict[str, dict[str, str]] = {}
    for name, texts in fields.items():
        for code, words in texts.items():
            if words:
                found.setdefault(code, {})[name] = words
    return found


def url(row: Url) -> Object:
    """A further address on the web."""
    return said(id=row.pk, label=text(row.labels), url=row.url)


def language(row: Language) -> Object:
    """A language by its name in the reader's language."""
    return said(id=row.pk, name=_name_of_language(row.code), code=row.code, note=text(row.notes))


def _name_of_language(code: str) -> str:
    try:
        name = Locale.parse(get_language() or "sv", sep="-").languages.get(code)
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


def phone_alone(row: Phone) -> Object:
    """A telephone number."""
    return said(
        id=row.pk,
        number=row.number,
        extension=row.extension,
        type=row.type,
        description=text(row.descriptions),
    )


def phone(row: Phone) -> Object:
    """A telephone number with the languages one is answered in."""
    return phone_alone(row) | said(languages=every(language, row.languages.all()))


def contact_alone(row: Contact) -> Object:
    """A function; the directory holds no person's name to give out."""
    return said(id=row.pk, title=row.title, department=row.department, email=row.email)


def contact(row: Contact) -> Object:
    """A function with its telephones."""
    return contact_alone(row) | said(phones=every(phone, row.phones.all()))


def schedule(row: Schedule) -> Object:
    """A rule of opening; without a frequency it holds on its first day only."""
    return said(
        id=row.pk,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        dtstart=row.dtstart,
        until=row.until,
        freq=row.freq,
        interval=row.interval,
        byday=row.byday,
        bymonthday=row.bymonthday,
        description=text(row.descriptions),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        schedule_link=row.schedule_link,
        attending_type=row.get_attending_type_display(),
    ) | {"by_appointment": row.by_appointment, "follows_holidays": row.follows_holidays}


def special_day(row: SpecialDay) -> Object:
    """Days that differ; HSDS has no word for them."""
    return said(
        first_day=row.first_day,
        last_day=row.last_day,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        reason=text(row.reasons),
    )


def service_area(row: ServiceArea) -> Object:
    """An area by its name, which is never translated."""
    return said(
        id=row.pk,
        name=row.name or (row.area.name if row.area else ""),
        description=text(row.descriptions),
        extent=row.extent,
        extent_type=row.extent_type,
        uri=row.uri,
    )


def cost_option(row: CostOption) -> Object:
    """A price; what costs nothing says 0."""
    return said(
        id=row.pk,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        option=text(row.options),
        currency=row.currency if row.amount is not None else "",
        amount=row.amount,
        amount_description=text(row.amount_descriptions),
    )


def required_document(row: RequiredDocument) -> Object:
    """Something one must bring."""
    return said(id=row.pk, document=text(row.documents), uri=row.uri)


NONE_FREE = {CapacityStatus.FULL, CapacityStatus.WAITLIST}


def capacities(rows: Iterable[ServiceCapacity], *, on: date) -> list[Object]:
    """The numbers that still hold; HSDS wants a number, so room without one is not here."""
    counted = [
        (row, 0 if row.available is None and row.status in NONE_FREE else row.available)
        for row in rows
        if row.holds(on=on)
    ]
    return [_capacity(row, available) for row, available in counted if available is not None]


def _capacity(row: ServiceCapacity, available: int) -> Object:
    unit = said(
        id=row.unit.pk,
        name=str(row.unit),
        scheme=row.unit.scheme,
        identifier=row.unit.identifier,
        uri=row.unit.uri,
    )
    return said(
        id=row.pk,
        unit=unit,
        available=available,
        maximum=row.maximum,
        description=text(row.descriptions),
        updated=row.updated,
    )


def capacity_status(rows: Iterable[ServiceCapacity], *, on: date) -> list[Object]:
    """Room in one of four words, as long as it holds."""
    return [
        said(unit=str(row.unit), status=row.status, holds_until=row.holds_until)
        for row in rows
        if row.holds(on=on)
    ]


def accessibility(row: Accessibility) -> Object:
    """What a location is like for one need, in words and in codes."""
    return said(
        id=row.pk,
        description=f"{row.get_need_display()}: {row.get_answer_display()}",
        details=text(row.details),
        url=row.url,
        need=row.need,
        answer=row.answer,
    )


def address(row: Address) -> Object:
    """A whole address as HSDS wants it; what nobody has told us is an empty text."""
    whole = {
        "city": row.city,
        "state_province": row.state_province,
        "postal_code": row.postal_code,
    }
    return whole | said(
        id=row.pk,
        attention=row.attention,
        address_1=row.address_1,
        address_2=row.address_2,
        region=row.region,
        country=row.country,
        address_type=row.address_type,
    )


def identifier(row: OrganizationIdentifier) -> Object:
    """A number in a register."""
    return said(
        id=row.pk,
        identifier_scheme=row.identifier_scheme,
        identifier_type=row.identifier_type,
        identifier=row.identifier,
    )


def program(row: Program) -> Object:
    """What several services belong to."""
    told = said(id=row.pk, name=row.name, alternate_name=row.alternate_name)
    return told | {"description": text(row.descriptions)}


def data_source(row: Provenance) -> Object:
    """Where something of a service came from."""
    return said(
        name=row.source_name,
        page=row.source_page,
        licence=row.licence,
        licence_url=row.licence_url,
    )


def metadata(row: Metadata) -> Object:
    """One change, with empty texts where there was nothing."""
    return {
        "id": str(row.pk),
        "resource_id": str(row.resource_id),
        "resource_type": row.resource_type,
        "last_action_date": row.last_action_date.date().isoformat(),
        "last_action_type": row.last_action_type,
        "field_name": row.field_name,
        "previous_value": row.previous_value,
        "replacement_value": row.replacement_value,
        "updated_by": row.updated_by,
    }
