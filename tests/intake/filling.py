"""A whole enquiry, page by page, as somebody would fill it in."""

from datetime import UTC, datetime, time

from hemvist.accounts.models import Team
from hemvist.core.models import Municipality, OpeningHours
from hemvist.demo.factories import a_published_form
from hemvist.directory.models import Area, LifeArea
from hemvist.intake.definition import read
from hemvist.intake.forms import form_for
from hemvist.intake.models import Enquiry
from hemvist.intake.ready import ready_forms
from hemvist.intake.steps import Walk

# A Monday morning; the promise of 16 working hours ends on Wednesday.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

READY = {form.slug: read(form.document) for form in ready_forms()}
TYPED = {
    "household": {"adults": "2", "ages_0": "4", "ages_1": "11", "ages_2": ""},
    "needs": {"areas": ["housing", "work"]},
    "whom": {"whom_work": ["adult-2"]},
    "from": {"origin": "eu"},
    "when": {"when": "month", "month_0": "6", "month_1": "2027"},
    "area": {"area": "harads"},
    "contact": {"best": "email", "also": ["phone"]},
    "hours": {
        "language": "en",
        "hours": "exact",
        "between_0": "18:30",
        "between_1": "21:00",
        "weekdays_only": "on",
        "time_zone": "Europe/Helsinki",
        "no_voicemail": "on",
        "no_content": "on",
        "needs_interpreter": "on",
        "note": "Dari",
    },
    "name": {"name": "Marker Markersson", "email": "Marker@Example.org", "phone": "+49 30 1234567"},
    "other": {"text": "We have a dog.\r\nIt is large."},
}
ANSWERS = {
    "household": {"adults": 2, "ages": [4, 11]},
    "needs": {"areas": ["housing", "work"], "unsure": False},
    "whom": {"housing": [], "work": ["adult-2"]},
    "from": {"origin": "eu"},
    "when": {"when": "month", "month": "2027-06-01"},
    "area": {"area": "harads"},
    "contact": {"best": "email", "second": "", "also": ["phone"]},
    "hours": {
        "language": "en",
        "needs_interpreter": True,
        "hours": "weekdays 18:30-21:00",
        "time_zone": "Europe/Helsinki",
        "no_voicemail": True,
        "no_content": True,
        "note": "Dari",
    },
    "name": {
        "name": "Marker Markersson",
        "email": "Marker@Example.org",
        "phone": "+49 30 1234567",
        "trapped": False,
    },
    "other": {"text": "We have a dog.\nIt is large."},
}


def make_installation():
    for weekday in range(5):
        OpeningHours.objects.create(weekday=weekday, opens=time(8), closes=time(16))
    Team.objects.create(name="Front door", is_front_door=True)
    for position, (slug, name) in enumerate(
        [("housing", "A home"), ("work", "Work"), ("school", "School")]
    ):
        LifeArea.objects.create(slug=slug, names={"en": name}, position=position)
    LifeArea.objects.create(slug="hidden", names={"en": "Hidden"}, can_be_sought=False)
    Area.objects.create(slug="harads", name="Harads", kind="village")
    a_published_form()
    return Municipality.objects.create(
        pk=1,
        name="Norrby",
        authority="Norrby kommun",
        service_names={"sv": "Flytta till Norrby", "en": "Move to Norrby"},
        phone="0921-100 00",
        email="service@norrby.example",
        languages=["sv", "en", "ar"],
    )


def make_draft(*, without=(), **changed):
    """An enquiry answered in all, but for some questions."""
    answers = {step: answer for step, answer in ANSWERS.items() if step not in without}
    return Enquiry.objects.create(
        form_version=a_published_form(),
        language="en",
        answers={**answers, **changed},
        source="form",
    )


def page(step, typed=None, *, answers=None, form="enquiry", rows=0):
    """One question of a ready form, with what was typed into it."""
    walk = Walk(READY[form], answers or {})
    return form_for(walk.definition.by_key[step], walk, typed, rows=rows)


def address(enquiry, step, language="en"):
    return f"/{language}/enquiry/{enquiry.public_id}/{step}/"


def answers_of(enquiry):
    return Enquiry.objects.get(pk=enquiry.pk).answers
