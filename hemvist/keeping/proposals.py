"""The fields of a place that its keeper can want changed: how they stand, and how to set them."""

from collections.abc import Callable, Mapping
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from hemvist.audit.actions import By
from hemvist.directory.actions import save_part, save_service
from hemvist.directory.models import Phone, Service, ServiceStatus
from hemvist.directory.place_parts import PlaceParts

LABELS = {
    "description_sv": _("What it is, in Swedish"),
    "description_en": _("What it is, in English"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "url": _("Website"),
    "status": _("Open or closed"),
}
LANGUAGES = {"description_sv": "sv", "description_en": "en"}


class Change(TypedDict):
    """A value as it was when the keeper saw it, and the one that is wanted."""

    old: str
    new: str


def standing(service: Service) -> dict[str, str]:
    """Every one of the fields as it stands now."""
    phones = PlaceParts(service, service.at).phones
    return {
        **{name: service.descriptions.get(code, "") for name, code in LANGUAGES.items()},
        "phone": phones[0].number if phones else "",
        "email": service.email,
        "url": service.url,
        "status": service.status,
    }


def differences(service: Service, wanted: Mapping[str, str]) -> dict[str, Change]:
    """What of the wanted values is another than what stands."""
    now = standing(service)
    return {
        name: Change(old=now[name], new=wanted[name])
        for name in LABELS
        if name in wanted and wanted[name] != now[name]
    }


def apply_changes(service: Service, changes: Mapping[str, Change], *, by: By) -> None:
    """Make them, each by the action that an editor would use."""
    for name, change in changes.items():
        _SETTERS[name](service, change["new"])
    save_service(service, by=by)
    if "phone" in changes:
        _set_phone(service, changes["phone"]["new"], by=by)


def _set_phone(service: Service, number: str, *, by: By) -> None:
    at = service.at
    phones = PlaceParts(service, at).phones
    phone = phones[0] if phones else Phone(service_at_location=at, service=None if at else service)
    phone.number = number
    save_part(phone, by=by)


def in_words(name: str, value: str) -> str:
    """A value as a reader sees it."""
    return str(ServiceStatus(value).label) if name == "status" and value else value


def _describe(code: str) -> Callable[[Service, str], None]:
    def describe(service: Service, text: str) -> None:
        others = {key: said for key, said in service.descriptions.items() if key != code}
        service.descriptions = {**others, code: text} if text else others

    return describe


_SETTERS: dict[str, Callable[[Service, str], None]] = {
    **{name: _describe(code) for name, code in LANGUAGES.items()},
    "email": lambda service, text: setattr(service, "email", text),
    "url": lambda service, text: setattr(service, "url", text),
    "status": lambda service, text: setattr(service, "status", text),
    "phone": lambda service, text: None,
}
