"""Other people's mail, where it is on the machine: read, kept and shown, none slow, none lost."""

import time

from bench.corpora import go_through, mails
from hemvist.inbox.html_text import cleaned
from hemvist.inbox.quoting import fold
from hemvist.inbox.reading import read_mail
from hemvist.inbox.signs import is_automatic
from tests.shared import shared_data


def test_every_mail_of_the_corpora_is_read_within_a_second():
    count = 0
    for collection, raw in mails(shared_data() / "corpora"):
        began = time.process_time()
        read = read_mail(raw)
        folded = fold(read.text)
        cleaned(read.html)
        is_automatic(read.message, envelope_from=None)
        assert time.process_time() - began < 1, (collection, read.subject)
        for text in (read.text, read.subject, read.sender, read.sender_name, read.html):
            text.encode()
            assert "\0" not in text
        assert folded.said or not read.text.strip()
        count += 1
    assert count > 1_000


def test_real_and_hostile_mail_is_kept_and_before_a_person(db, municipality, tmp_path):
    """Some of each collection go the whole way; `make corpora` does it with all."""
    corpora = shared_data() / "corpora"
    some = tmp_path / "some"
    for folder in ("mail", "bounces", "replies/crisp", "calendars"):
        (some / folder).mkdir(parents=True)
        for file in sorted((corpora / folder).iterdir())[::12]:
            (some / folder / file.name).symlink_to(file)
    (some / "strings").mkdir()
    (some / "strings" / "blns.json").write_text("[]")
    (some / "strings" / "isemail-tests.xml").write_text("")

    outcomes = go_through(some)

    states = {state for found in outcomes.values() for state in found.states}
    assert states <= {"unsorted", "automatic", "bounce"}
    assert outcomes["bounces"].states["bounce"] >= 10
    assert outcomes["mail"].states["unsorted"] >= 3
