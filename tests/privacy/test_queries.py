"""Everything we hold about a household, as a file and for reading."""

import json
from datetime import time

from django.utils import timezone, translation

from hemvist.casework.actions import receive_message
from hemvist.messaging.models import Message
from hemvist.portal.queries import MORE_SECTIONS
from hemvist.privacy.labels import LABELS
from hemvist.privacy.queries import SECTIONS, export_lines
from hemvist.privacy.readable import readable_sections
from tests.portal.making import make_case, make_family


def exported(household):
    return json.loads("".join(export_lines(household, more=MORE_SECTIONS)))


def test_export_has_something_from_every_table(full):
    everything = exported(full.household)

    empty = [name for name, rows in everything.items() if not rows]
    assert empty == []
    assert {section.name for section in [*SECTIONS, *MORE_SECTIONS]} | {
        "format",
        "who_looked",
    } == set(everything)


def test_export_gives_nobody_the_link_with_which_a_function_answers(full):
    text = "".join(export_lines(full.household))

    assert "letters_about_you" in text
    assert "/referrals/answer/" not in text


def test_export_names_staff_by_role(full, host):
    text = "".join(export_lines(full.household))

    assert host.name not in text
    assert host.email not in text
    assert '"role": "host"' in text


def test_export_holds_nothing_of_another_household(full):
    other = make_case(make_family("Other Otherson", email="other@example.org"), title="Other")
    receive_message(other, body="Other words", channel="web", at=timezone.now())

    assert "Other" not in "".join(export_lines(full.household, more=MORE_SECTIONS))


def test_export_comes_in_pieces(full):
    Message.objects.bulk_create(
        Message(
            conversation=full.conversation,
            direction="in",
            channel="web",
            body=f"Message {number}",
            language="en",
            created_at=timezone.now(),
        )
        for number in range(1_200)
    )

    pieces = list(export_lines(full.household))

    assert len(pieces) > 1_200
    assert max(map(len, pieces)) < 3_000


def test_every_column_has_a_name_for_reading():
    columns = {column for section in [*SECTIONS, *MORE_SECTIONS] for column in section.columns}

    assert columns - set(LABELS) == set()
    assert set(LABELS) - columns == set()


def test_readable_export_uses_words_and_leaves_out_what_is_empty(full):
    with translation.override("en"):
        sections = {
            str(section["title"]): [
                [(label, str(value)) for label, value in row] for row in section["rows"]
            ]
            for section in readable_sections(full.household)
        }

    assert ("Name", "Marker Markersson") in sections["The people in it"][0]
    origin = ("Moving from", "Another country in the EU or EEA, or Switzerland")
    assert origin in sections["Your household"][0]
    assert all(
        value not in ("None", "") for rows in sections.values() for row in rows for _, value in row
    )


CODES = {"host", "housing", "school", "form", "phone", "message", "referral", "code"}


def test_readable_export_speaks_no_codes(full):
    full.household.contact_choice.opens = time(8)
    full.household.contact_choice.closes = time(14)
    full.household.contact_choice.save()
    with translation.override("en"):
        values = [
            (label, str(value))
            for section in readable_sections(full.household, more=MORE_SECTIONS)
            for row in section["rows"]
            for label, value in row
        ]

    assert ("From what time", "08:00") in values
    assert ("Who has it (role)", "Host") in values
    assert ("Purpose", "A message to you") in values
    assert ("How you found us", "By the form") in values
    assert [pair for pair in values if pair[1] in CODES] == []
    seen = "\n".join(text for label, text in values if label == "What they saw")
    assert "Name: " in seen
    assert "name:" not in seen
