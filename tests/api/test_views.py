"""The page that tells people about the data."""

import pytest

LANGUAGES = ["sv", "en", "fi", "ar", "uk"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_names_every_file_and_every_address(client, language):
    text = client.get(f"/{language}/open-data/").content.decode()

    for address in [
        "/datasets/places.json", "/datasets/places.zip", "/datasets/areas.csv", "/datasets/dcat",
        "GET /hsds/service_at_locations/{at_id}", "GET /api/v1/places", "modified_after",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ]:  # fmt: skip
        assert address in text


def test_every_page_of_the_guide_leads_to_it(client):
    assert 'href="/sv/open-data/"' in client.get("/sv/").content.decode()
