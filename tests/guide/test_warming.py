"""Pages are made before anybody asks, as a reader would get them, until something changes."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone, translation

from hemvist.core import kept, shared_shelf
from hemvist.core.editions import current_edition, part_of
from hemvist.core.models import Edition, KeptPage
from hemvist.guide import addresses, warming
from hemvist.guide.tasks import warm


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_PAGES_SECONDS = 3600
    kept.forget()
    yield
    kept.forget()


def warmed(pages):
    """Make so many, with a clock that goes on by a second for each."""
    return warming.warm(seconds=pages + 1, clock=count().__next__)


def there_is(path):
    part = part_of(current_edition(), kept.about(path))
    return not shared_shelf.missing({kept.key_of(path): part})


def test_the_first_page_comes_first_in_every_language():
    assert warmed(1) == 1
    assert there_is("/sv/")

    assert next(addresses.by_how_much_is_read())[0].alternates[0][1].endswith("/sv/")


def test_a_reader_gets_from_there_what_would_be_made_for_them(client, settings):
    warmed(2)

    with translation.override("sv"):
        found = client.get("/sv/")
    settings.KEEP_PAGES_SECONDS = 0

    assert len(kept.shelf) == 1
    assert found.content == client.get("/sv/").content


def test_what_is_there_is_not_made_again_until_it_soon_runs_out():
    warmed(2)
    before = set(KeptPage.objects.values_list("key", "until"))
    warmed(2)
    assert before < set(KeptPage.objects.values_list("key", "until"))
    soon = timezone.now() + timedelta(seconds=warming.HOLDS_STILL - 1)
    KeptPage.objects.update(until=soon)

    warmed(1)

    assert KeptPage.objects.filter(until__gt=soon).count() == 1


def test_it_stops_at_once_when_something_changes():
    ticks = count()

    def clock():
        if (tick := next(ticks)) == 3:
            Edition.objects.create(
                number=1, app="core", made_at=timezone.now()
            )  # as each change does
        return tick

    assert warming.warm(seconds=100, clock=clock) == 2
    assert not there_is("/sv/")


def test_it_stops_when_there_is_no_more_room(settings):
    settings.KEEP_SHARED_PAGES_BYTES = 1

    assert warmed(10) == 1


def test_where_nothing_is_kept_nothing_is_made_ahead(settings):
    settings.KEEP_SHARED_PAGES_BYTES = 0
    assert warmed(10) == 0
    settings.KEEP_SHARED_PAGES_BYTES, settings.KEEP_PAGES_SECONDS = 1000, 0

    assert warmed(10) == 0


def test_the_worker_speaks_afterwards_as_before_and_keeps_no_pages_itself():
    with translation.override("ar"):
        warmed(2)
        assert translation.get_language() == "ar"

    assert len(kept.shelf) == 0


def test_the_map_of_a_large_site_is_read_bit_by_bit(monkeypatch):
    whole = sorted(path for path in warming._paths())
    monkeypatch.setattr(addresses, "PAGES_IN_A_MAP", 20)

    assert sorted(warming._paths()) == whole
    assert len(list(addresses.by_how_much_is_read())) > 3


def test_looking_for_what_is_missing_costs_the_same_whatever_is_there(
    django_assert_max_num_queries,
):
    everything = list(warming._paths())
    edition = current_edition()
    most = 20 + len(everything) // warming.LOOKED_UP_AT_ONCE

    with django_assert_max_num_queries(most):
        assert sum(1 for _path in warming._missing(edition)) == len(everything)


def test_while_somebody_works_in_the_guide_nothing_is_made_ahead():
    Edition.objects.update(made_at=timezone.now() - timedelta(seconds=30))
    Edition.objects.create(number=1, app="core", made_at=timezone.now() - timedelta(seconds=30))
    warm.func(timestamp=0)
    assert not KeptPage.objects.exists()

    Edition.objects.update(made_at=timezone.now() - timedelta(seconds=61))

    assert warming.has_come_to_rest()
