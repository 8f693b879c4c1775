"""An editor sees in a page's history what changed from one version to the next."""

import re

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from hemvist.accounts.models import Role
from hemvist.demo.factories import a_page, a_user

PATH = "life/school/choosing"
LINE = re.compile(r'<ul class="version-deeds">(.*?)</ul>', re.DOTALL)
TO_COMPARE = re.compile(r'href="(/editor/pages/\d+/revisions/compare/[^"]+)"')
CHANGES = re.compile(r'<td class="comparison[^"]*">(.*?)</td>', re.DOTALL)


@pytest.fixture
def editor(client):
    client.force_login(a_user("Elin Utkast", role=Role.EDITOR))
    return client


def deeds(client, page):
    """The addresses under "compare with the previous version", the newest line first."""
    shown = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    return [TO_COMPARE.findall(line) for line in LINE.findall(shown)]


def changes(client, address):
    return CHANGES.findall(client.get(address).content.decode())


def published_in_english(page, title):
    """As an editor does it on the page for translating: one text, then published."""
    source, _new = TranslationSource.get_or_create_from_instance(page.specific)
    english = Locale.objects.get(language_code="en")
    translation, _new = Translation.objects.get_or_create(source=source, target_locale=english)
    segment = StringSegment.objects.get(source=source, context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=segment.string, locale=english, context=segment.context,
        defaults={"data": title},
    )  # fmt: skip
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    return Page.objects.get(translation_key=page.translation_key, locale=english)


def test_what_an_editor_saved_is_shown_beside_what_was_there(editor):
    page = a_page(PATH, body=[("text", "<p>One.</p><ul><li>Two</li><li>Three</li></ul>")])
    page.save_revision(log_action=True)
    page.body = [("text", "<p>One.</p><ul><li>Two</li><li>Four</li></ul>")]
    page.body[0].id = page.get_latest_revision_as_object().body[0].id
    page.save_revision(log_action=True)

    [newest, *_older] = deeds(editor, page)

    [text] = changes(editor, newest[0])
    assert "One.<br>Two<br>" in text
    assert re.search(r'class="deletion">\s*Three', text)
    assert re.search(r'class="addition">\s*Four', text)


def test_a_link_that_leads_elsewhere_is_a_change_one_can_see(editor):
    page = a_page(PATH, body=[("text", '<p><a href="https://a.example/">There</a></p>')])
    page.save_revision()
    [block] = page.body.raw_data
    page.body.raw_data[0] = {**block, "value": '<p><a href="https://b.example/">There</a></p>'}
    page.save_revision()

    [text] = changes(editor, f"/editor/pages/{page.pk}/revisions/compare/earliest...latest/")

    assert 'class="deletion">a<' in text
    assert 'class="addition">b<' in text


def test_the_marks_that_the_editor_writes_for_itself_are_no_change(editor):
    page = a_page(PATH, body=[("text", '<p><a id="4" linktype="page">There</a></p>')])
    page.save_revision()
    [block] = page.body.raw_data
    marked = '<p data-block-key="abc12"><a linktype="page" id="4">There</a></p>'
    page.body.raw_data[0] = {**block, "value": marked}
    page.save_revision()

    assert changes(editor, f"/editor/pages/{page.pk}/revisions/compare/earliest...latest/") == []


def test_a_translation_that_was_published_can_be_compared_too(editor):
    a_page("life/school/other", language="en")  # and with it the pages above, in English
    page = a_page(PATH, title="Välja")
    published_in_english(page, "Choosing")
    translated = published_in_english(page, "Choosing well")

    [newest, *_older] = deeds(editor, translated)

    [title] = changes(editor, newest[0])
    assert re.search(r'Choosing<span class="addition">\s*well', title)


def test_the_page_for_translating_leads_to_the_history(editor):
    a_page("life/school/other", language="en")
    page = a_page(PATH, title="Välja")
    translated = published_in_english(page, "Choosing")

    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).content.decode()

    assert "js-translation-editor" in shown
    assert reverse("wagtailadmin_pages:history", args=[translated.pk]) in shown
