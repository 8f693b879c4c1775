"""The public register and its extracts."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.casework.models import RegisterEntry
from hemvist.core.working_time import ZONE
from hemvist.demo import factories as make
from hemvist.desk import register
from hemvist.desk.register import csv_rows, entries, extract, harmless, register_page

pytestmark = pytest.mark.django_db
MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
ADDRESSES = ["/desk/register/", "/desk/register/extract/", "/desk/register/extract.csv"]
QUERY = "?since=2026-03-01&until=2026-03-31"


def an_entry(number, *, at=datetime(2026, 3, 10, 9, 0, tzinfo=ZONE), **fields):
    values = {"direction": "in", "counterpart": "Mira Exempel", "subject": "Förfrågan", **fields}
    return RegisterEntry.objects.create(number=number, registered_at=at, **values)


def numbers(found):
    return [line.entry.number for line in register_page(found).lines]


@pytest.fixture
def reader(client):
    make.a_municipality()
    user = make.a_user("Elin Bäck")
    client.force_login(user)
    return user


def test_the_days_of_a_period_are_whole_days_in_sweden():
    an_entry("2026-000001", at=datetime(2026, 2, 28, 23, 59, tzinfo=ZONE))
    an_entry("2026-000002", at=datetime(2026, 3, 1, 0, 0, tzinfo=ZONE))
    an_entry("2026-000003", at=datetime(2026, 3, 31, 23, 59, tzinfo=ZONE))
    an_entry("2026-000004", at=datetime(2026, 4, 1, 0, 0, tzinfo=ZONE))

    assert numbers(entries(**MARCH)) == ["2026-000003", "2026-000002"]


def test_words_and_direction_and_number_find_their_lines():
    an_entry("2026-000001", subject="Om förskola")
    an_entry("2026-000002", counterpart="Nils Annan", direction="out")

    assert numbers(entries(**MARCH, text="försk")) == ["2026-000001"]
    assert numbers(entries(**MARCH, text="annan nils")) == ["2026-000002"]
    assert numbers(entries(**MARCH, text="2026-000002")) == ["2026-000002"]
    assert numbers(entries(**MARCH, direction="out")) == ["2026-000002"]
    assert numbers(entries(**MARCH, text="'; --")) == []


def test_what_is_kept_out_is_shown_to_staff_and_not_to_the_public():
    entry = an_entry("2026-000001", counterpart_is_secret=True, subject_is_secret=True)

    staff, public = register.line_for_staff(entry), register.line_for_public(entry)

    assert (staff.counterpart, staff.subject, staff.has_secrets) == (
        "Mira Exempel",
        "Förfrågan",
        True,
    )
    assert "Mira" not in public.counterpart
    assert public.subject == public.counterpart


def test_a_protected_household_is_out_of_every_line_search_and_extract(client, reader):
    case = make.a_case(make.a_household("Zq7 Hemlig"), at=datetime(2026, 3, 10, 9, tzinfo=ZONE))
    case.household.is_protected = True
    case.household.save()

    pages = [client.get(address + QUERY).getvalue().decode() for address in ADDRESSES[2:]]
    pages += [client.get(address + QUERY).text for address in ADDRESSES[:2]]

    assert RegisterEntry.objects.get().counterpart == "Zq7 Hemlig"
    assert not any("Zq7" in page or case.reference in page for page in pages)
    assert numbers(entries(**MARCH, text="Zq7")) == []
    assert len(numbers(entries(**MARCH))) == 1


def test_pages_follow_each_other_without_gap_or_repeat(monkeypatch):
    monkeypatch.setattr(register, "PAGE", 2)
    for number in range(5):
        an_entry(f"2026-00000{number}")

    leafed, before = [], None
    for _ in range(9):
        page = register_page(entries(**MARCH), before=before)
        leafed += [line.entry.number for line in page.lines]
        before = page.older
        if before is None:
            break

    assert leafed == [f"2026-00000{number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+46 70", "'+46 70"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("Mira = Exempel", "Mira = Exempel"),
        ("", ""),
    ],
)
def test_no_cell_of_a_spreadsheet_can_run(text, cell):
    assert harmless(text) == cell


def test_the_spreadsheet_opens_right_in_excel_and_has_every_line(client, reader):
    an_entry("2026-000001", counterpart='=cmd|"/c calc"!A1')
    an_entry("2026-000002", counterpart="Åsa; Öberg", at=datetime(2026, 3, 11, 9, tzinfo=ZONE))

    response = client.get("/desk/register/extract.csv" + QUERY)
    lines = response.getvalue().decode().split("\r\n")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0].startswith("\ufeff")
    assert lines[1].startswith("2026-000001;2026-03-10 09:00;")
    assert '"\'=cmd|""/c calc""!A1"' in lines[1]
    assert '"Åsa; Öberg"' in lines[2]


def test_taking_an_extract_out_is_in_the_log(client, reader):
    client.get("/desk/register/extract.csv" + QUERY).getvalue()

    event = Event.objects.get(verb="register.extracted")
    assert (event.actor, event.detail) == (
        reader,
        {"since": "2026-03-01", "until": "2026-03-31"},
    )


def test_a_line_is_found_by_its_kind_and_by_its_case(client, reader):
    case = make.a_case(at=datetime(2026, 1, 5, 9, tzinfo=ZONE))
    an_entry("2026-900001", kind="message", direction="out")

    by_case = client.get(f"/desk/register/?case={case.reference.lower()}").text

    assert numbers(entries(**MARCH, kind="message")) == ["2026-900001"]
    assert numbers(entries(**MARCH, kind="referral")) == []
    assert RegisterEntry.objects.get(case=case).kind == "enquiry"
    assert RegisterEntry.objects.get(case=case).number in by_case, "all time since it was opened"
    assert "2026-900001" not in by_case


def test_a_case_one_may_not_know_of_is_a_case_that_is_not_there(client, reader):
    case = make.a_case(make.a_household("Zq7 Hemlig"))
    case.household.is_protected = True
    case.household.save()

    for reference in (case.reference, "BD-26-99999"):
        answer = client.get(f"/desk/register/extract/?case={reference}")
        assert answer.status_code == 422
        assert "There is no case with this number" in answer.text


def test_a_name_is_kept_out_with_the_law_that_says_so(client, reader):
    entry = an_entry("2026-000001")
    page = f"/desk/register/{entry.number}/"

    without = client.post(page, {"counterpart": "on", "because": ""})
    kept = client.post(page, {"counterpart": "on", "because": "OSL 26:1"}, follow=True)
    again = client.post(page, {"counterpart": "on", "because": "OSL 26:1"})

    assert without.status_code == 422
    assert "only a law" in without.text
    assert again.status_code == 302
    entry.refresh_from_db()
    assert (entry.counterpart_is_secret, entry.subject_is_secret) == (True, False)
    assert kept.text.count("Mira Exempel") == 1, "staff see it, the public does not"
    (event,) = Event.objects.filter(verb="register.kept_out")
    assert event.detail == {
        "number": "2026-000001",
        "name": True,
        "subject": False,
        "because": "OSL 26:1",
    }

    client.post(page, {"because": "OSL 26:1"})

    entry.refresh_from_db()
    assert (entry.counterpart_is_secret, entry.kept_out_because) == (False, "")
    assert Event.objects.filter(verb="register.let_in").count() == 1


def test_who_reads_the_register_to_control_it_changes_nothing_in_it(client, reader):
    an_entry("2026-000001")
    client.force_login(make.a_user("Rut Granskare", role=Role.AUDITOR))

    assert client.get("/desk/register/2026-000001/").status_code == 200
    assert client.post("/desk/register/2026-000001/", {"subject": "on"}).status_code == 403
    assert client.get("/desk/register/2026-000009/").status_code == 404


def words_of(answer):
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_the_paper_has_what_the_public_may_see_and_nothing_else(client, reader):
    an_entry("2026-000001", counterpart="Zq7 Hemlig", counterpart_is_secret=True)
    an_entry("2026-000002", subject='#read("/etc/passwd") *fet* $x$ \\ "', kind="message")
    an_entry("2026-000003", counterpart="Дарина Приклад")

    answer = client.get("/desk/register/extract.pdf" + QUERY)
    words = words_of(answer)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('"register-2026-03-01-2026-03-31.pdf"')
    assert [f"2026-00000{n}" in words for n in (1, 2, 3)] == [True, True, True]
    assert "Zq7" not in words
    assert '#read("/etc/passwd") *fet* $x$ \\ "' in words, "text, never markup"
    assert "Дарина Приклад" in words
    assert PdfReader(BytesIO(answer.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert Event.objects.filter(verb="register.extracted").count() == 1


def test_too_much_for_paper_is_said_and_nothing_is_taken_out(client, reader, monkeypatch):
    monkeypatch.setattr("hemvist.core.paper.MOST_ROWS", 2)
    for number in range(3):
        an_entry(f"2026-00000{number}")

    answer = client.get("/desk/register/extract.pdf" + QUERY)

    assert answer.status_code == 422
    assert "too many for paper" in answer.text
    assert not Event.objects.filter(verb="register.extracted").exists()


def test_an_extract_stands_oldest_first():
    an_entry("2026-000002", at=datetime(2026, 3, 11, 9, tzinfo=ZONE))
    an_entry("2026-000001")

    rows = list(csv_rows(extract(entries(**MARCH))))

    assert [row[0] for row in rows[1:]] == ["2026-000001", "2026-000002"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_the_register(client, address, role):
    make.a_municipality()
    client.force_login(make.a_user(role=role))

    status = client.get(address).status_code

    may = {Role.HOST, Role.COORDINATOR, Role.CITIZEN_SERVICES, Role.AUDITOR}
    assert status == (200 if role in may else 403)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "query",
    [
        "?since=2026-03-31&until=2026-03-01",
        "?since=2026-02-30",
        "?since=igår",
        "?direction=sideways",
        "?text=%00",
        "?text=" + "x" * 10_000,
    ],
)
def test_a_question_that_cannot_be_is_a_mistake_in_words(client, reader, address, query):
    assert client.get(address + query).status_code in {400, 422}


def test_an_empty_period_of_the_first_year_is_a_page_too(client, reader):
    assert client.get("/desk/register/?since=0001-01-02&until=9999-12-30").status_code == 200


def test_without_a_period_the_last_month_is_shown(client, reader):
    now = datetime.now(ZONE)
    an_entry("2026-000001", at=now - timedelta(days=40))
    an_entry("2026-000002", at=now)

    page = client.get("/desk/register/").text

    assert "2026-000002" in page
    assert "2026-000001" not in page
