"""What is beside the conversations in the demo: nothing a newcomer opens is empty."""

from hemvist.bulk.models import BulkLine
from hemvist.casework.models import Case, Mention, Need, NextStep, StickyFact, Task
from hemvist.demo.employer import load_employer
from hemvist.demo.everyday import load_everyday
from hemvist.employers.models import Employer, SourceCode
from hemvist.follow_up.models import CheckIn
from hemvist.messaging.models import Delivery
from hemvist.people.models import HouseholdChange, OwnTrack
from hemvist.waves.models import Wave
from tests.demo.conftest import TODAY


def test_what_stands_in_cases_is_there_to_be_seen(seeded):
    load_employer(on=TODAY)
    load_everyday(on=TODAY)

    for model in (StickyFact, Mention, Task, OwnTrack, HouseholdChange, SourceCode):
        assert model.objects.exists(), model
    assert set(CheckIn.objects.values_list("mood", flat=True)) >= {"good", "so_so", "bad", ""}
    assert Case.objects.exclude(paused_until=None).exists()
    assert Case.objects.filter(next_step=NextStep.AFTER_CALLS).exists()
    assert Need.objects.exclude(achieved="").exists()
    assert Need.objects.exclude(unmet_reason="").exists()


def test_an_employer_put_its_start_off_and_all_of_it_was_seen_to(seeded):
    load_employer(on=TODAY)

    wave = Wave.objects.get()
    letters = BulkLine.objects.filter(deed__kind="message").values("message")
    assert (wave.employer, wave.is_going_on) == (Employer.objects.get(), False)
    assert set(wave.deeds.values_list("kind", "state")) == {
        ("tag", "done"),
        ("message", "done"),
        ("task", "done"),
        ("need", "done"),
    }
    assert set(Delivery.objects.filter(message__in=letters).values_list("state", flat=True)) == {
        "sent"
    }
    assert not Task.objects.open().exists()
