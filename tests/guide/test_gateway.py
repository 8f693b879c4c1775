"""Pages of the Single Digital Gateway carry its metadata; no other page does."""

import re

import pytest
from django.core.exceptions import ValidationError

from hemvist.demo.factories import a_municipality, a_page

pytestmark = pytest.mark.django_db
TOPIC = "Moving temporarily or permanently to another Member State"


def tags(client, address):
    page = client.get(address).content.decode()
    found = re.findall(r'<meta name="([\w.-]+)" content="([^"]*)"', page)
    return {name: content for name, content in found if "DC." in name or name in NAMES}


NAMES = {"sdg-tag", "policy-code"}


def test_a_marked_page_carries_the_metadata_in_its_real_language(client):
    a_municipality(name="Norrby")
    a_page("guides/from-the-eu", gateway_code="D1", gateway_topic=TOPIC)

    swedish, arabic = (
        tags(client, "/sv/guides/from-the-eu/"),
        tags(client, "/ar/guides/from-the-eu/"),
    )

    assert swedish == {
        "sdg-tag": "sdg",
        "DC.ISO3166": "SE",
        "DC.Location": "Norrby",
        "DC.Service": "information",
        "DC.Language": "sv",
        "policy-code": "D1",
        "DC.Policy": TOPIC,
    }
    assert arabic == swedish


def test_no_other_page_carries_it(client):
    a_municipality()
    a_page("guides/from-the-eu")

    assert [tags(client, f"/sv/{path}") for path in ("", "guides/", "guides/from-the-eu/")] == [
        {}, {}, {},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "topic"), [("D1", ""), ("", TOPIC), ("d1", TOPIC), ("Z1", TOPIC), ("D", TOPIC)]
)
def test_half_a_topic_or_none_of_the_annex_is_refused(code, topic):
    page = a_page("guides/from-the-eu")
    page.gateway_code, page.gateway_topic = code, topic

    with pytest.raises(ValidationError):
        page.full_clean()
