"""The guide's pages, loaded from files: whole, once, and so that an editor can keep them up."""

import shutil
from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from hemvist.accounts.models import Role
from hemvist.demo.factories import a_user
from hemvist.demo.municipality import BODEN, load_municipality
from hemvist.demo.pages import PageFileIsBroken, load_pages
from hemvist.demo.readers import load_readers
from hemvist.guide.models import AnswerPage, PageFile, StepsPage, VillagePage
from hemvist.search.counting import asked_in_vain
from hemvist.upkeep.actions import compare_translations
from hemvist.upkeep.models import Feedback, HappeningProposal, PageTranslation

APPLY = "/life/school/apply-for-preschool/"


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_municipality(on=date(2026, 11, 23))
        load_pages()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def db(_loaded, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def at(path):
    return Page.objects.get(url_path=path).specific


def state():
    """Everything that a second loading must leave alone."""
    return list(Page.objects.order_by("pk").values_list("pk", "url_path", "latest_revision_id"))


def test_every_page_stands_where_its_file_says_in_a_whole_tree(db):
    assert Page.find_problems() == ([], [], [], [], [])
    assert at(f"/sv{APPLY}").title == "Sök plats i förskola"
    assert at(f"/en{APPLY}").get_parent().url_path == "/en/life/school/"
    assert Page.objects.filter(live=False).count() == 0


def test_loading_again_changes_nothing(db, django_assert_max_num_queries):
    before = state()

    with django_assert_max_num_queries(5):
        assert load_pages() == 0

    assert state() == before


def test_a_page_has_a_history_that_says_what_the_page_says(db):
    page = at(f"/sv{APPLY}")

    assert page.live_revision_id == page.latest_revision_id
    kept = page.latest_revision.as_object()
    assert (kept.title, kept.body, kept.steps) == (page.title, page.body, page.steps)


def test_every_history_begins_with_the_version_that_was_loaded(db):
    pages = Page.objects.filter(url_path__startswith="/", depth__gt=1)
    first = PageLogEntry.objects.filter(action="wagtail.create", page__in=pages)

    assert sorted(first.values_list("page", "revision")) == sorted(
        pages.values_list("pk", "live_revision")
    )


def test_blocks_have_the_same_numbers_in_every_language(db):
    swedish, arabic = at(f"/sv{APPLY}"), at(f"/ar{APPLY}")

    assert [step.id for step in swedish.steps] == [step.id for step in arabic.steps]
    assert [block.id for block in swedish.body] == [block.id for block in arabic.body]


def test_every_translation_is_up_to_date(db):
    late = [
        str(translation)
        for translation in Translation.objects.all()
        if len(set(translation.get_progress())) > 1
    ]

    assert late == []
    assert Translation.objects.count() > 100


def test_changing_the_swedish_makes_the_other_languages_late(db):
    page = at(f"/sv{APPLY}")
    page.summary = "Något nytt."
    page.save_revision().publish()
    source = TranslationSource.objects.get(object_id=page.translation_key)

    source.update_from_db()

    source.refresh_segments()
    done = {
        translation.target_locale.language_code: translation.get_progress()
        for translation in source.translations.all()
    }
    assert {total - translated for total, translated in done.values()} == {1}
    assert set(done) == {"en", "fi", "ar", "uk"}


def test_a_source_is_kept_as_the_translating_library_keeps_it(db):
    page = at(f"/sv{APPLY}")
    source = TranslationSource.objects.get(object_id=page.translation_key)

    def kept():
        rows = StringSegment.objects.filter(source=source).order_by("order")
        return list(
            rows.values_list(
                "order", "context__path", "context__field_path", "string__data", "attrs"
            )
        )

    ours = kept()
    source.stringsegment_set.all().delete()
    source.refresh_segments()

    assert kept() == ours
    again = source.as_instance()
    assert (again.title, again.body, again.steps) == (page.title, page.body, page.steps)


def test_a_translation_written_by_the_editor_says_what_the_file_said(db):
    page = at(f"/en{APPLY}")
    said = [step.value["body"].source for step in page.steps]
    source = TranslationSource.objects.get(object_id=page.translation_key)

    made = source.get_ephemeral_translated_instance(page.locale)

    assert [step.value["body"].source for step in made.steps] == said
    assert made.title == page.title


def test_links_to_pages_are_known_by_number(db):
    school = at("/sv/life/school/")

    linking = ReferenceIndex.get_references_to(at(f"/sv{APPLY}"))

    assert linking.filter(object_id=str(school.pk)).exists()


def test_a_village_knows_its_service_point_and_an_answer_its_internal_note(db):
    village = VillagePage.objects.get(locale__language_code="sv", slug="harads")

    assert village.service_point.slug == "servicepunkten-harads-edek"
    assert all(
        page.internal_notes for page in AnswerPage.objects.filter(locale__language_code="sv")
    )


def a_copy(tmp_path):
    folder = tmp_path / "boden"
    shutil.copytree(BODEN, folder)
    return folder, next((folder / "pages").glob("*apply-for-preschool.toml"))


def test_a_file_that_has_changed_is_loaded_again_into_the_same_page(db, tmp_path):
    folder, file = a_copy(tmp_path)
    before = at(f"/sv{APPLY}")
    file.write_text(file.read_text().replace("Sök plats i förskola", "Sök förskoleplats"))

    assert load_pages(folder) == 1

    after = at(f"/sv{APPLY}")
    assert (after.pk, after.title) == (before.pk, "Sök förskoleplats")
    assert after.live_revision_id != before.live_revision_id
    assert StepsPage.objects.filter(slug=before.slug, locale=before.locale).count() == 1


def test_a_page_that_an_editor_has_changed_is_the_editors(db, tmp_path):
    folder, file = a_copy(tmp_path)
    page = at(f"/sv{APPLY}")
    page.title = "Tuvas rubrik"
    page.save_revision(user=a_user()).publish()
    file.write_text(file.read_text().replace("Sök plats i förskola", "Sök förskoleplats"))

    load_pages(folder)

    assert at(f"/sv{APPLY}").title == "Tuvas rubrik"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "steps"', 'kind = "stairs"', "no kind of page called 'stairs'"),
        ('under = "life/school"', 'under = "life/nowhere"', "no page at 'life/nowhere'"),
        ('slug = "apply-for-preschool"', "", "'slug' is missing"),
        ("place:medborgarservice", "place:nowhere", "'place:nowhere' leads nowhere"),
        ("place:medborgarservice", "page:life/nowhere", "'page:life/nowhere' leads nowhere"),
        ("place:medborgarservice", "javascript:alert(1)", "leads nowhere"),
        ("[texts.en]", "[texts.en", "apply-for-preschool.toml"),
        ("checked_on = 2026-11-23", 'checked_on = "soon"', "checked_on"),
        ("summary = ", "sumary = ", "'summary' is missing"),
    ],
)
def test_a_broken_file_gets_a_sentence_that_names_it(db, tmp_path, old, new, words):
    folder, file = a_copy(tmp_path)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    before = state()

    with pytest.raises(PageFileIsBroken, match=r"apply-for-preschool\.toml") as fault:
        load_pages(folder)

    assert words in str(fault.value)
    assert "\n" not in str(fault.value)
    assert state() == before


def test_a_language_that_is_built_otherwise_is_named(db, tmp_path):
    folder, file = a_copy(tmp_path)
    before, english = file.read_text().split("[texts.en]")
    english, _rest = english.split("[texts.fi]")
    parts = english.split("[[texts.en.steps]]")
    file.write_text(before + "[texts.en]" + "[[texts.en.steps]]".join(parts[:-1]))

    with pytest.raises(PageFileIsBroken, match="'en' is not built as the Swedish"):
        load_pages(folder)

    assert PageFile.objects.count() > 60


def test_upkeep_has_work_that_readers_and_an_editor_left(db):
    editor = a_user("Tuva", role=Role.EDITOR)
    for _time in range(2):  # the second time it is there
        load_readers(on=date(2026, 11, 23))

    assert Feedback.objects.exclude(words="").count() == 3
    assert HappeningProposal.objects.filter(outcome="waiting").count() == 1
    assert asked_in_vain(since=date(2026, 10, 1)).exists()
    [mended] = Revision.objects.filter(user=editor)
    stands = PageTranslation.objects.filter(page=mended.object_id, state="outdated")
    assert sorted(stands.values_list("language", flat=True)) == ["ar", "en", "fi", "uk"]


def test_the_translations_of_the_demo_keep_every_name_or_what_the_glossary_calls_it(db):
    a_user("Tuva", role=Role.EDITOR)
    load_readers(on=date(2026, 11, 23))
    compare_translations(at=timezone.now())

    lost = PageTranslation.objects.exclude(lost_names=[])
    assert list(lost.values_list("page__slug", "language", "lost_names")) == []
