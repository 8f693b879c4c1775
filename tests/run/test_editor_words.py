"""What Wagtail's own Swedish leaves out is said by us, and nothing that Wagtail does not ask for."""

from pathlib import Path

import wagtail
import wagtail_localize
from babel.messages.pofile import read_po
from django.utils.translation.trans_real import DjangoTranslation

from hemvist.run.catalogues import EDITORS, compile_all


def read(path):
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def ours():
    return read(EDITORS / "sv/LC_MESSAGES/django.po")


def test_an_editor_reads_our_words_where_wagtail_has_none(settings):
    compile_all()
    settings.LOCALE_PATHS = [EDITORS]
    swedish = DjangoTranslation("sv")

    told = {words: swedish.gettext(words) for words in ours()}

    assert told == {words: message.string for words, message in ours().items()}


def test_every_word_is_one_that_the_editor_asks_for():
    """Else it has another name in this release, and what stands here is read by nobody."""
    asked = set()
    for package in (wagtail, wagtail_localize):
        for path in Path(package.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
            for words in read(path):
                asked |= set(words if isinstance(words, tuple) else [words])

    assert set(ours()) - asked == set()
