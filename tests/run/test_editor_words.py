"""What Wagtail's own Swedish leaves out is said by us, and nothing that Wagtail does not ask for."""

import json
from pathlib import Path

import pytest
import wagtail
import wagtail_localize
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils.translation.trans_real import DjangoTranslation

from hemvist.accounts.models import Role
from hemvist.demo.factories import a_user
from hemvist.run.catalogues import EDITORS, compile_all

SWEDISH = {"accept-language": "sv"}


def read(path):
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def ours(domain="django"):
    return read(EDITORS / f"sv/LC_MESSAGES/{domain}.po")


def test_an_editor_reads_our_words_where_wagtail_has_none(settings):
    compile_all()
    settings.LOCALE_PATHS = [EDITORS]
    swedish = DjangoTranslation("sv")

    told = {words: swedish.gettext(words) for words in ours()}

    assert told == {words: message.string for words, message in ours().items()}


@pytest.mark.django_db
def test_the_page_for_translating_has_our_words_too(client, settings):
    compile_all()
    settings.LOCALE_PATHS = [EDITORS]
    client.force_login(a_user(role=Role.EDITOR))

    script = client.get(reverse("wagtail_localize:javascript_catalog"), headers=SWEDISH).content

    said = json.loads(script.split(b"const newcatalog = ")[1].split(b";\n")[0])
    assert said["Publish in "] == "Publicera på "
    assert said["Choose a page"] == "Välj en sida"
    assert {words: said[words] for words in ours("djangojs")} == {
        words: message.string for words, message in ours("djangojs").items()
    }


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_word_is_one_that_the_editor_asks_for(domain):
    """Else it has another name in this release, and what stands here is read by nobody."""
    asked = set()
    for package in (wagtail, wagtail_localize):
        for path in Path(package.__file__).parent.glob(f"**/locale/en/LC_MESSAGES/{domain}.po"):
            for words in read(path):
                asked |= set(words if isinstance(words, tuple) else [words])

    assert set(ours(domain)) - asked == set()
