"""Invented offers of help, and two enquiries that look as if a machine had sent them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hemvist.accounts.models import Role, Team, User
from hemvist.casework.models import Case, CaseState
from hemvist.casework.register import next_number
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area
from hemvist.intake.actions import SUSPECTED
from hemvist.intake.models import Enquiry, FormVersion, Offer, Suspicion, VersionState

# Who, by which form, how many days ago, how it stands, and what the form was told.
OFFERS: list[tuple[str, str, int, str, dict[str, Any]]] = [
    (
        "Språkvännerna",
        "association",
        2,
        "new",
        {
            "association": {"text": "Språkvännerna"},
            "help": {"choices": ["language", "welcome"]},
            "languages": {"text": "svenska, arabiska, tigrinska"},
            "more": {"text": "Vi ses varje torsdag och har alltid kaffe på."},
        },
    ),
    (
        "Ingrid Fagerlund",
        "landlord",
        1,
        "new",
        {
            "home": {"choice": "let-house"},
            "rooms": {"choice": "4"},
            "free": {"when": "soon", "month": None},
            "how-long": {"choice": "year"},
            "price": {"text": "9 000 kr i månaden"},
            "more": {"text": "Mammas hus står tomt sedan i våras. Det är varmt och har vedspis."},
        },
    ),
    (
        "Skidklubben Fjärden",
        "association",
        12,
        "contacted",
        {
            "association": {"text": "Skidklubben Fjärden"},
            "help": {"choices": ["children", "sport"]},
            "languages": {"text": "svenska, engelska, finska"},
            "more": {"text": "Vi lånar ut skidor till alla barn den första vintern."},
        },
    ),
    (
        "Tomas Rehn",
        "landlord",
        40,
        "used",
        {
            "home": {"choice": "let-room"},
            "free": {"when": "soon", "month": None},
            "how-long": {"choice": "on"},
            "price": {"text": "3 200 kr"},
            "more": {"text": ""},
        },
    ),
]


def load_offers(*, on: date) -> None:
    """Write the offers as if they had come by their forms in the last weeks; once."""
    if Offer.objects.exists():
        return
    prefix = Municipality.objects.get(pk=1).reference_prefix
    areas = list(Area.objects.filter(kind="village").order_by("name"))
    host = User.objects.filter(role=Role.HOST).order_by("pk").first()
    for place, (name, form, days, state, answers) in enumerate(OFFERS):
        came = datetime.combine(on - timedelta(days=days), time(10, 20), ZONE)
        area = areas[place % len(areas)] if areas else None
        is_open = state in ("new", "contacted")
        Offer.objects.create(
            reference=f"{prefix}-{came.year % 100:02d}-E{next_number('offer', year=came.year):04d}",
            form_version=FormVersion.objects.get(form__slug=form, state=VersionState.PUBLISHED),
            name=name,
            email=f"erbjudande{place + 1}@example.org",
            channels=["email"],
            language="sv",
            answers={**answers, "place": {"area": area.slug if area else ""}},
            area=area,
            state=state,
            team=Team.objects.get(is_front_door=True),
            owner=None if state == "new" else host,
            next_step_on=on + timedelta(days=3 - days % 3) if is_open else None,
            created_at=came,
            closed_at=None if is_open else came + timedelta(days=9),
        )


def mark_suspected(count: int = 2) -> None:
    """Let the newest enquiries look as if they had been filled in too fast."""
    newest = Enquiry.objects.filter(
        case__state=CaseState.NEW, case__household__is_protected=False, suspicion=""
    ).order_by("-sent_at")
    found = list(newest.values_list("pk", "case")[:count])
    Enquiry.objects.filter(pk__in=[enquiry for enquiry, _case in found]).update(
        suspicion=Suspicion.TOO_FAST, source=SUSPECTED
    )
    Case.objects.filter(pk__in=[case for _enquiry, case in found]).update(source=SUSPECTED)
