"""The public pages about jobs."""

from datetime import timedelta

import pytest

from hemvist.core.dates import today
from hemvist.demo.factories import a_municipality, a_vacancy, an_area

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def municipality():
    return a_municipality()


def text_of(answer):
    return answer.content.decode()


def test_jobs_past_their_last_day_or_taken_back_are_not_shown(client):
    a_vacancy("Bagare")
    a_vacancy("Smed", days_left=-1)
    a_vacancy("Kusk", withdrawn_on=today())

    page = text_of(client.get("/en/jobs/"))

    assert "Bagare" in page
    assert "1 job" in page
    assert "Smed" not in page
    assert "Kusk" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("field=health", {"Läkare"}),
        ("area=heden", {"Bagare"}),
        ("text=norrby", {"Läkare"}),
        ("text=BAGARE", {"Bagare"}),
        ("field=health&area=heden", set()),
    ],
)
def test_filters_leave_what_fits_all_of_them(client, query, shown):
    a_vacancy("Läkare", employer="Norrby vård", field_id="health", occupation="")
    a_vacancy("Bagare", employer="Brödboden", area=an_area("heden"))

    page = text_of(client.get(f"/en/jobs/?{query}"))

    assert {title for title in ["Läkare", "Bagare"] if f">{title}</a>" in page} == shown
    assert ("No job fits all of that today." in page) == (not shown)


def test_a_filter_that_means_nothing_gets_a_sentence(client):
    answer = client.get("/en/jobs/?field=nonsense&area=nowhere")

    assert answer.status_code == 422
    assert "There is no job in that field now." in text_of(answer)
    assert "There is no job in that area now." in text_of(answer)


def test_no_jobs_at_all_is_said(client):
    assert "No job is advertised here today." in text_of(client.get("/en/jobs/"))


def test_a_job_says_where_it_comes_from_and_leads_to_its_advertisement(client):
    vacancy = a_vacancy(languages=["Svenska"], positions=3)

    page = text_of(client.get(f"/en/jobs/{vacancy.pk}/"))

    assert 'href="https://jobs.example/1"' in page
    assert "Platsbanken" in page
    assert "CC0 1.0" in page
    assert "Svenska" in page


@pytest.mark.parametrize("gone", [{"days_left": -1}, {"withdrawn_on": today() - timedelta(1)}])
def test_a_job_that_is_over_says_so_and_offers_no_way_to_apply(client, gone):
    vacancy, other = a_vacancy(**gone), a_vacancy("Konditor")

    answer = client.get(f"/en/jobs/{vacancy.pk}/")

    assert answer.status_code == 410
    assert "One can no longer apply for this job." in text_of(answer)
    assert "https://jobs.example/1" not in text_of(answer)
    assert str(other.pk) in text_of(answer)


def test_words_of_an_advertisement_are_words_and_not_markup(client):
    vacancy = a_vacancy('<script>alert("1")</script>', employer="<b>Bageriet</b>")

    for address in ["/sv/jobs/", f"/sv/jobs/{vacancy.pk}/"]:
        page = text_of(client.get(address))
        assert "<script>alert" not in page
        assert "<b>Bageriet" not in page
