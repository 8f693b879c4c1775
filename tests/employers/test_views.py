"""An enquiry that came by a code, and the pages on which codes are kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework.models import Case
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.employers.models import Employer, SourceCode
from hemvist.intake.actions import send_enquiry
from hemvist.intake.models import Enquiry
from tests.intake.filling import ANSWERS, make_installation

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)


@pytest.fixture
def installation():
    cache.clear()
    return make_installation()


@pytest.fixture
def coordinator(client):
    make.a_municipality()
    user = make.a_user("Samira Ek", role=Role.COORDINATOR)
    client.force_login(user)
    return user


def begin_and_send(client, query, *, between=lambda: None):
    """Open the link of a poster, press the button, fill in the rest, send."""
    page = client.get("/sv/enquiry/" + query)
    client.post("/sv/enquiry/", {"from": page.context["code"]})
    assert not client.cookies.keys() & {"sessionid", "source", "from"}
    between()
    enquiry = Enquiry.objects.get()
    enquiry.answers |= ANSWERS
    enquiry.save()
    send_enquiry(enquiry, at=timezone.now())
    return Case.objects.get()


def test_an_enquiry_by_an_employers_code_is_about_that_employer(client, installation):
    source = make.a_source_code()

    case = begin_and_send(client, f"?from={source.code.lower()}")

    assert (case.source_code, case.employer) == (source, make.an_employer())


def test_a_code_that_ends_while_somebody_writes_still_counts(client, installation):
    source = make.a_source_code(kind="fair")
    end = lambda: SourceCode.objects.update(active_until=YESTERDAY)  # noqa: E731

    case = begin_and_send(client, f"?from={source.code}", between=end)

    assert (case.source_code, case.employer) == (source, None)


@pytest.mark.parametrize(
    "days", [{"active_until": YESTERDAY}, {"active_from": TOMORROW}], ids=["over", "not yet"]
)
def test_a_code_on_other_days_counts_for_nothing_and_stops_nobody(client, installation, days):
    source = make.a_source_code(**days)

    case = begin_and_send(client, f"?from={source.code}")

    assert (case.source_code, case.employer) == (None, None)


@pytest.mark.parametrize("code", ["7FK3M9QX", "%ED%A0%80", "x" * 5_000, "'--"])
def test_a_made_up_code_stops_nobody(client, installation, code):
    case = begin_and_send(client, f"?from={code}")

    assert (case.source_code, case.employer) == (None, None)


def test_a_coordinator_makes_a_code_and_prints_its_poster(client, coordinator):
    made = client.post(
        "/desk/sources/new/",
        {"label": "Mässan 2027", "kind": "fair", "active_until": TOMORROW.isoformat()},
    )
    source = SourceCode.objects.get()
    poster = client.get(made["Location"], {"language": "ar"}).content.decode()
    picture = client.get(f"/desk/sources/{source.pk}/fi.svg")

    assert Event.objects.get(verb="sourcecode.saved").actor == coordinator
    assert f"/ar/enquiry/?from={source.code}" in poster
    for form, there in (("student", "enquiry/student/"), ("../x", "enquiry/")):
        led = client.get(made["Location"], {"language": "en", "form": form}).content.decode()
        assert f"/en/{there}?from={source.code}" in led
    assert 'lang="ar" dir="rtl"' in poster
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Content-Disposition"].endswith(f'{source.code}-fi.svg"')


def test_changing_a_code_leaves_what_is_printed_as_it_is(client, coordinator):
    source = make.a_source_code()

    client.post(f"/desk/sources/{source.pk}/", {"label": "Nytt", "kind": "campaign"})

    assert list(SourceCode.objects.values_list("code", "label")) == [(source.code, "Nytt")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "employer"}, "employer"),
        ({"active_from": "2027-02-02", "active_until": "2027-02-01"}, "active_until"),
        ({"active_from": "in May"}, "active_from"),
        ({"label": "a\0b"}, "label"),
        ({"label": "x" * 101}, "label"),
    ],
)
def test_a_mistake_in_a_code_is_told_beside_it(client, coordinator, typed, field):
    page = client.post("/desk/sources/new/", {"label": "Mässan", "kind": "fair", **typed})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not SourceCode.objects.exists()


def test_an_employer_is_added_once(client, coordinator):
    for _time in range(2):
        answer = client.post(
            "/desk/sources/employers/new/", {"name": "Gruvbolaget", "contact": "HR"}
        )

    assert answer.status_code == 422
    assert Employer.objects.count() == 1
    assert Event.objects.filter(verb="employer.saved").count() == 1


def test_counts_leave_out_households_with_protected_identity(client, coordinator):
    source = make.a_source_code()
    make.a_case(source_code=source)
    hidden = make.a_household("Okänd", email="o@example.org", staff=[coordinator])
    make.a_case(hidden, source_code=source)

    codes = client.get("/desk/sources/").context["sources"]
    employers = client.get("/desk/sources/employers/").context["employers"]

    assert [code.enquiries for code in codes] == [1]
    assert [employer.households for employer in employers] == [1]
