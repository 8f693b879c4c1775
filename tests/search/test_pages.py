import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import PageViewRestriction

from hemvist.demo.factories import a_municipality, a_page
from hemvist.guide.models import AnswerPage
from hemvist.search import tasks
from hemvist.search.actions import follow_changes, index_things
from hemvist.search.asking import read_question
from hemvist.search.finding import find_things
from hemvist.search.models import Document
from hemvist.search.queries import Filters
from hemvist.search.results import in_groups

pytestmark = pytest.mark.usefixtures("by_words_alone", "dictionaries")


def titles(text, language="sv"):
    asked = read_question(text, language=language)
    groups = in_groups(find_things(asked, Filters()), asked)
    return [result.document.title for group in groups for result in group.shown]


@pytest.fixture
def answer(db):
    a_municipality()
    body = [("text", "<p>Ring Zebraväxeln.</p>"), ("internal", "<p>Hemlig giraff.</p>")]
    return a_page(
        "answers/nar-oppnar-ni",
        kind=AnswerPage,
        title="När öppnar ni?",
        summary="Klockan åtta.",
        body=body,
    )


def test_answer_is_found_by_its_text_but_never_by_an_internal_note(answer):
    index_things("answer")

    assert titles("zebraväxeln") == ["När öppnar ni?"]
    assert titles("giraff") == []
    assert not Document.objects.filter(vector="giraff").exists()


def test_page_taken_down_is_not_shown_and_then_leaves_the_index(answer):
    follow_changes(at=timezone.now())
    assert titles("zebraväxeln") == ["När öppnar ni?"]

    answer.unpublish()

    assert titles("zebraväxeln") == []
    follow_changes(at=timezone.now())
    assert not Document.objects.filter(kind="answer").exists()


def test_page_put_behind_a_password_is_not_shown(answer):
    follow_changes(at=timezone.now())
    assert titles("zebraväxeln") == ["När öppnar ni?"]

    restriction = PageViewRestriction.objects.create(
        page=answer, restriction_type=PageViewRestriction.PASSWORD, password="zebra"
    )

    assert titles("zebraväxeln") == []
    restriction.delete()
    assert titles("zebraväxeln") == ["När öppnar ni?"]


def test_page_leads_to_its_address_in_the_readers_language(answer):
    from django.utils import translation

    index_things("answer")
    asked = read_question("zebraväxeln", language="uk")

    with translation.override("uk"):
        [group] = in_groups(find_things(asked, Filters()), asked)
        [result] = group.shown
        assert result.url == "/uk/answers/nar-oppnar-ni/"

    assert result.is_foreign


def test_translation_taken_down_is_no_longer_shown_while_another_stays(answer):
    """The index follows within a minute; what it still knows of the translation is not shown."""
    ukrainian = a_page(
        "answers/nar-oppnar-ni",
        kind=AnswerPage,
        language="uk",
        title="Коли ви відчиняєтесь?",
        summary="О восьмій.",
        body=[("text", "<p>Зебра.</p>")],
    )
    type(answer)._default_manager.filter(pk=ukrainian.pk).update(
        translation_key=answer.translation_key
    )
    index_things("answer")
    assert titles("зебра", language="uk") == ["Коли ви відчиняєтесь?"]

    ukrainian.unpublish()

    assert titles("зебра", language="uk") == ["När öppnar ni?"]


def asked_to_index():
    jobs = ProcrastinateJob.objects.filter(task_name="search.index_thing")
    return list(jobs.values_list("args", flat=True))


def test_page_is_found_as_soon_as_its_publishing_is_worked_on(answer):
    """Not only in the search's next round, which may be long in coming on a busy machine."""
    follow_changes(at=timezone.now())
    answer.title = "När stänger ni?"
    answer.save_revision().publish()

    [arguments] = asked_to_index()
    tasks.index_thing(**arguments)

    assert titles("stänger") == ["När stänger ni?"]


def test_page_leaves_the_index_as_soon_as_its_taking_down_is_worked_on(answer):
    follow_changes(at=timezone.now())
    answer.unpublish()

    [arguments] = asked_to_index()
    tasks.index_thing(**arguments)

    assert not Document.objects.filter(kind="answer").exists()


def test_publishing_asks_for_nothing_before_there_is_an_index(answer):
    answer.save_revision().publish()

    assert asked_to_index() == []
