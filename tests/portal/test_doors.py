"""Coming in: links, codes, devices, lost links; and everybody who should not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.core.limits import is_too_often
from hemvist.messaging.models import Delivery
from hemvist.people.actions import void_links
from hemvist.people.links import LINK_DAYS
from hemvist.portal.actions import CODES_AN_HOUR, TRIES, send_links
from hemvist.portal.models import LinkRequest, SignInCode
from hemvist.privacy.actions import erase_household
from tests.portal.conftest import last_code, open_page, path_of
from tests.portal.making import make_family

HOME = "/en/my/"


def ask_for_code(client, household):
    return client.post(path_of(household), {"point": household.contact_points.first().pk})


def write_code(client, household, code):
    return client.post(f"{path_of(household)}code/", {"code": code})


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_link_shows_whose_service_it_is_and_nothing_about_the_person(client, case):
    response = client.get(path_of(case.household))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Norrby kommun" in page
    assert "m•••@example.org" in page
    assert "marker@example.org" not in page
    assert "Marker" not in page
    assert case.reference not in page


def test_following_a_link_sends_nothing(client, case):
    before = Delivery.objects.count()

    client.get(path_of(case.household))
    client.get(f"{path_of(case.household)}code/")

    assert Delivery.objects.count() == before
    assert SignInCode.objects.count() == 0


def test_code_opens_the_page_and_the_device_is_known_afterwards(client, case):
    response = open_page(client, case.household)

    cookie = response.cookies["device"]
    assert (response.status_code, response["Location"]) == (302, HOME)
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 90 * 24 * 60 * 60
    assert client.get(HOME).status_code == 200
    assert client.get(path_of(case.household))["Location"] == HOME


def test_only_a_digest_of_the_code_is_kept(client, case):
    ask_for_code(client, case.household)

    code = SignInCode.objects.get()
    assert last_code() not in code.digest
    assert len(code.digest) == 64


@pytest.mark.parametrize("shape", ["{0}{1}", "{0} {1}", " {0}-{1} "])
def test_code_may_be_grouped(client, case, shape):
    ask_for_code(client, case.household)
    digits = last_code()

    response = write_code(client, case.household, shape.format(digits[:3], digits[3:]))

    assert response.status_code == 302


def test_code_may_be_written_in_arabic_digits(client, case):
    ask_for_code(client, case.household)
    digits = last_code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert write_code(client, case.household, digits).status_code == 302


@pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "x" * 300])
def test_what_is_no_code_gets_a_sentence(client, case, text):
    ask_for_code(client, case.household)

    response = write_code(client, case.household, text)

    assert response.status_code == 422
    assert SignInCode.objects.get().attempts == 0


def test_wrong_code_says_how_often_one_may_try(client, case):
    ask_for_code(client, case.household)

    response = write_code(client, case.household, wrong(last_code()))

    assert response.status_code == 422
    assert "You can try 4 more times." in response.content.decode()


def test_guessing_stops_after_five_tries_even_with_the_right_code(client, case):
    ask_for_code(client, case.household)
    right = last_code()
    for _try in range(TRIES):
        write_code(client, case.household, wrong(right))

    response = write_code(client, case.household, right)

    assert response.status_code == 422
    assert "does not work any more" in response.content.decode()
    assert client.get(HOME).status_code == 302


def test_new_codes_run_out_too(client, case):
    answers = [ask_for_code(client, case.household).status_code for _ in range(CODES_AN_HOUR + 1)]

    assert answers == [302] * CODES_AN_HOUR + [422]
    assert Delivery.objects.filter(purpose="code").count() == CODES_AN_HOUR


def test_code_works_once(client, case):
    ask_for_code(client, case.household)
    code = last_code()
    write_code(client, case.household, code)

    assert write_code(client, case.household, code).status_code == 422


def test_new_code_ends_the_old_one(client, case):
    ask_for_code(client, case.household)
    old = last_code()
    ask_for_code(client, case.household)
    assert old != last_code()

    assert write_code(client, case.household, old).status_code == 422


def test_code_is_too_old_after_a_quarter_of_an_hour(client, case):
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False) as clock:
        ask_for_code(client, case.household)
        clock.shift(timedelta(minutes=15))

        assert write_code(client, case.household, last_code()).status_code == 422


def test_code_of_another_household_does_not_open(client, case):
    other = make_family("Other", email="other@example.org")
    ask_for_code(client, case.household)
    ask_for_code(client, other)

    assert write_code(client, case.household, last_code()).status_code == 422


def test_code_goes_only_to_an_address_of_the_household(client, case):
    other = make_family("Other", email="other@example.org")

    response = client.post(path_of(case.household), {"point": other.contact_points.get().pk})

    assert response.status_code == 422
    assert SignInCode.objects.count() == 0


def test_choice_of_address_is_asked_for_only_if_there_are_several(client, municipality):
    household = make_family(phone="+46701740605")

    page = client.get(path_of(household)).content.decode()

    assert "m•••@example.org" in page
    assert "+46 ••• 05" in page
    assert 'type="radio"' in page


def test_shared_device_is_remembered_for_an_hour_at_most(client, case):
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False) as clock:
        response = open_page(client, case.household, shared="on")
        assert response.cookies["device"]["max-age"] == ""
        assert client.get(HOME).status_code == 200

        clock.shift(timedelta(minutes=61))

        assert client.get(HOME).status_code == 302


def test_own_device_is_forgotten_after_ninety_days(client, case):
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False) as clock:
        open_page(client, case.household)
        value = client.cookies["device"].value
        clock.shift(timedelta(days=91))
        client.cookies["device"] = value

        assert client.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "change", [lambda v: v[:-1], lambda v: "x" + v, lambda v: "", lambda v: "å"]
)
def test_altered_cookie_opens_nothing(at_home, change):
    at_home.cookies["device"] = change(at_home.cookies["device"].value)

    assert at_home.get(HOME)["Location"] == "/en/my/lost/"


def test_voiding_links_ends_devices_and_links(at_home, case):
    path = path_of(case.household)
    void_links(case.household, by=Actor.SYSTEM)

    assert at_home.get(HOME).status_code == 302
    assert at_home.get(path).status_code == 404


def test_leaving_forgets_the_device(at_home):
    assert at_home.get("/en/my/leave/").status_code == 405

    assert at_home.post("/en/my/leave/").status_code == 200

    assert at_home.get(HOME).status_code == 302


def test_link_of_another_household_asks_for_its_own_code(at_home):
    other = make_family("Other", email="other@example.org")

    response = at_home.get(path_of(other))

    assert response.status_code == 200
    assert "o•••@example.org" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 500, "..%2f..", "1:1:1"])
def test_broken_link_shows_the_way_on(client, municipality, token):
    for path in (f"/en/my/{token}/", f"/en/my/{token}/code/"):
        response = client.get(path)

        assert response.status_code == 404
        assert "/en/my/lost/" in response.content.decode()


def test_altered_link_is_broken(client, case):
    path = path_of(case.household)

    assert client.get(path[:-3] + "xx/").status_code == 404
    assert client.post(path[:-3] + "xx/", {"point": 1}).status_code == 404


def test_old_link_is_gone_but_shows_the_way_on(client, case):
    path = path_of(case.household)

    with time_machine.travel(timezone.now() + timedelta(days=LINK_DAYS + 1)):
        response = client.get(path)

    assert response.status_code == 410
    assert "/en/my/lost/" in response.content.decode()


def test_link_to_what_was_erased_says_so_kindly(client, case):
    path = path_of(case.household)
    erase_household(case.household, by=Actor.RESIDENT, at=timezone.now())

    response = client.get(path)

    text = response.content.decode()
    assert response.status_code == 410
    assert "It is erased" in text
    assert "your name, your addresses and telephone numbers" in text
    assert "the number of your case and its dates" in text


def test_every_page_is_private(at_home, case):
    for path in (
        HOME,
        path_of(make_family("O", email="o@example.org")),
        "/en/my/lost/",
        "/en/my/x/",
    ):
        response = at_home.get(path)

        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["marker@example.org", "nobody@example.org", "070-999 99 99"])
def test_lost_link_has_one_answer_for_known_and_unknown(
    client, case, address, django_assert_num_queries
):
    client.get("/en/my/lost/")
    known = client.post("/en/my/lost/", {"address": "marker@example.org"})
    LinkRequest.objects.all().delete()

    response = client.post("/en/my/lost/", {"address": address})

    assert response.status_code == 200
    assert response.content == known.content
    assert LinkRequest.objects.count() == 1
    assert Delivery.objects.count() == 0


def test_lost_link_takes_as_many_queries_for_known_and_unknown(client, case, connection_queries):
    client.post("/en/my/lost/", {"address": "first@example.org"})
    counts = {
        address: connection_queries(
            lambda address=address: client.post("/en/my/lost/", {"address": address})
        )
        for address in ("marker@example.org", "nobody@example.org")
    }

    assert len(set(counts.values())) == 1


def test_known_address_gets_its_link_from_the_worker(client, case):
    client.post("/en/my/lost/", {"address": " Marker@Example.ORG "})

    assert send_links(LinkRequest.objects.get()) == 1

    delivery = Delivery.objects.get(purpose="link")
    assert path_of(case.household).split(":", maxsplit=1)[0] in delivery.body
    assert delivery.address == "marker@example.org"
    assert LinkRequest.objects.count() == 0


def test_unknown_address_gets_nothing_and_is_forgotten(client, municipality):
    client.post("/en/my/lost/", {"address": "nobody@example.org"})

    assert send_links(LinkRequest.objects.get()) == 0

    assert Delivery.objects.count() == 0
    assert LinkRequest.objects.count() == 0


@pytest.mark.parametrize("address", ["", "x", "a@b", "12", "a" * 300, "a\x00@example.org"])
def test_what_is_no_address_gets_a_sentence(client, municipality, address):
    response = client.post("/en/my/lost/", {"address": address})

    assert response.status_code == 422
    assert LinkRequest.objects.count() == 0


def test_asking_for_links_again_and_again_stops(client, municipality):
    answers = [
        client.post("/en/my/lost/", {"address": "nobody@example.org"}).status_code for _ in range(4)
    ]

    assert answers == [200, 200, 200, 429]


def test_one_network_cannot_ask_for_everybody(client, municipality):
    answers = [
        client.post("/en/my/lost/", {"address": f"{n}@example.org"}).status_code for n in range(11)
    ]

    assert answers == [200] * 10 + [429]


def test_lost_link_is_limited_for_the_whole_hour(client, case):
    lost = lambda: client.post("/en/my/lost/", {"address": "nobody@example.org"}).status_code  # noqa: E731
    with time_machine.travel(datetime(2026, 11, 23, 9, 5, tzinfo=UTC), tick=False) as clock:
        first = [lost() for _ in range(4)]
        clock.shift(timedelta(minutes=20))

        later = lost()

    assert (first, later) == ([200, 200, 200, 429], 429)


def test_many_addresses_do_not_push_out_what_was_counted(client, case):
    for _ in range(3):
        client.post("/en/my/lost/", {"address": "nobody@example.org"})
    for n in range(400):
        is_too_often("lost", f"{n}@example.org", times=3)

    assert is_too_often("lost", "nobody@example.org", times=3)
