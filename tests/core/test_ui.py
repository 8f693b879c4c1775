"""The building blocks of every page."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from hemvist.core import dates
from hemvist.core.forms import AgesField, DayField, MonthField

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # 12.00 in Sweden


def shown(text, **context):
    return Template(text).render(Context(context)).strip()


@pytest.fixture
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_icon_is_hidden_from_screen_readers():
    html = shown('{% icon "back" %}')

    assert 'aria-hidden="true"' in html
    assert "icons.svg#back" in html
    assert "icon--turns" in html
    assert "icon--turns" not in shown('{% icon "home" %}')


def test_status_has_words_and_an_unknown_tone_is_neutral():
    assert shown('{% status "bad" "Late" %}') == '<span class="tag tag--bad">Late</span>'
    assert shown('{% status "loud" "Late" %}') == '<span class="tag tag--neutral">Late</span>'
    assert "&lt;b&gt;" in shown("{% status 'bad' words %}", words="<b>")


def test_translated_marks_the_language_it_fell_back_to():
    assert shown("{% translated t %}", t={"sv": "Hem", "en": "Home"}) == "Home"
    assert shown("{% translated t %}", t={"sv": "Hem"}) == '<span lang="sv" dir="auto">Hem</span>'
    assert shown("{% translated t %}", t=None) == ""
    assert shown("{{ t|spoken }}", t={"sv": "Hem"}) == "Hem"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON, "today 12:00"),
        (NOON - timedelta(hours=13), "yesterday 23:00"),
        (NOON + timedelta(days=1), "tomorrow 12:00"),
        (NOON + timedelta(days=7), "Monday 30 November 12:00"),
        (NOON + timedelta(days=60), "Friday 22 January 2027 12:00"),
    ],
)
@pytest.mark.usefixtures("_noon")
def test_moment_in_words(at, words):
    assert f">{words}</time>" in shown("{% moment at %}", at=at)


@pytest.mark.usefixtures("_noon")
def test_moment_short_is_the_time_today_and_else_the_day():
    assert ">12:00</time>" in shown('{% moment at "short" %}', at=NOON)
    assert ">20 Nov</time>" in shown('{% moment at "short" %}', at=NOON - timedelta(days=3))
    assert shown("{% moment at %}", at=None) == ""


@pytest.mark.usefixtures("_noon")
def test_day_in_every_style():
    later = date(2027, 1, 4)

    assert (
        shown("{% day d %}", d=later) == '<time datetime="2027-01-04">Monday 4 January 2027</time>'
    )
    assert ">4 Jan 2027<" in shown('{% day d "short" %}', d=later)
    assert ">January 2027<" in shown('{% day d "month" %}', d=later)
    assert shown("{% day d %}", d=None) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "12.00"), ("en", "12:00"), ("fi", "12.00"), ("uk", "12:00"), ("ar", "12:00 م")],
)
def test_time_of_day_is_written_as_in_the_language(language, words):
    with translation.override(language):
        assert dates.time_of_day(NOON) == words


def test_day_is_written_in_the_language():
    with translation.override("sv"):
        assert dates.full_day(date(2026, 11, 30)) == "måndag 30 november 2026"
    with translation.override("ar"):
        assert "نوفمبر" in dates.full_day(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=-5), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=2, hours=5), "2 days"),
    ],
)
def test_length_in_its_largest_unit(length, words):
    assert dates.length_in_words(length) == words


@pytest.mark.parametrize(
    ("waited", "left", "tone"), [(1, 8, "calm"), (9, 3, "soon"), (9, 0, "late")]
)
@pytest.mark.usefixtures("_noon")
def test_clock_follows_the_promise(waited, left, tone):
    since, due = NOON - timedelta(hours=waited), NOON + timedelta(hours=left)

    assert f"clock--{tone}" in shown("{% clock since due %}", since=since, due=due)


def test_clock_is_silent_when_nobody_waits():
    assert shown("{% clock since %}", since=None) == ""


def test_pagination_keeps_the_filters(rf):
    page = Paginator(range(100), 10).page(2)
    request = rf.get("/", {"q": "skola & hem", "page": "2"})

    html = shown("{% pagination page %}", page=page, request=request)

    assert 'href="?q=skola+%26+hem&amp;page=3"' in html
    assert html.count("aria-current") == 1
    assert shown("{% pagination p %}", p=Paginator([1], 10).page(1), request=request) == ""


class ExampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="A first name.")
    channel = forms.ChoiceField(
        label="How", choices=[("sms", "SMS"), ("mail", "Mail")], widget=forms.RadioSelect
    )
    day = DayField(label="Day", required=False)
    note = forms.CharField(label="Note", required=False)


def test_error_summary_links_each_mistake_to_its_first_input():
    html = shown("{% error_summary form %}", form=ExampleForm({"day_0": "31", "day_1": "2"}))

    assert 'href="#id_name"' in html
    assert 'href="#id_channel_0"' in html
    assert 'href="#id_day_0"' in html
    assert "Write a day that exists" in html


def test_error_summary_is_silent_without_mistakes():
    assert shown("{% error_summary form %}", form=ExampleForm()) == ""
    good = ExampleForm({"name": "Mira", "channel": "sms"})
    assert shown("{% error_summary form %}", form=good) == ""


def test_field_names_its_hint_and_its_mistake():
    html = shown("{{ form.name.as_field_group }}", form=ExampleForm({}))

    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext">A first name.' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_radios_stand_in_a_fieldset_with_a_legend():
    html = shown("{{ form.channel.as_field_group }}", form=ExampleForm({}))

    assert "<legend>How</legend>" in html
    assert html.count("<fieldset") == html.count("</fieldset>") == 1
    assert '<label for="id_channel_0">SMS</label>' in html


def test_only_fields_that_may_be_empty_say_so():
    form = ExampleForm()

    assert "may be left empty" in shown("{{ form.note.as_field_group }}", form=form)
    assert "may be left empty" not in shown("{{ form.name.as_field_group }}", form=form)
    form.hide_optional = True
    assert "may be left empty" not in shown("{{ form.note.as_field_group }}", form=form)


def test_breadcrumbs_end_with_this_page():
    html = shown("{% breadcrumbs t %}", t=[("Start", "/sv/"), ("A & B", None)])

    assert '<a href="/sv/">Start</a>' in html
    assert '<span aria-current="page">A &amp; B</span>' in html
    assert shown("{% breadcrumbs t %}", t=[]) == ""


def test_sun_stands_highest_in_the_middle():
    assert 'cx="320" cy="18"' in shown("{% sun_path 3 5 %}")
    assert "Step 3 of 5" in shown("{% sun_path 3 5 %}")
    assert "Step 1 of 0" in shown("{% sun_path 1 0 %}")


def test_language_picker_links_where_the_language_is_in_the_address(rf):
    request = rf.get("/en/places/", {"category": "school"})

    html = shown("{% language_picker %}", request=request, municipality=None)

    assert 'href="/sv/places/?category=school"' in html
    assert 'lang="ar" dir="rtl"' in html
    assert "<form" not in html


def test_language_picker_posts_where_the_language_is_the_readers_own(rf):
    municipality = SimpleNamespace(languages=["sv", "en"])

    html = shown("{% language_picker %}", request=rf.get("/desk/"), municipality=municipality)

    assert 'method="post" action="/language/"' in html
    assert 'value="/desk/"' in html
    assert 'value="fi"' not in html


def test_number_is_dialled_without_its_spaces():
    assert shown("{{ n|dial }}", n="+46 (0)980-31") == "+46098031"


def test_telephone_falls_back_to_the_settings(settings):
    settings.PHONE = "0980-1"

    assert shown("{% telephone %}") == "0980-1"
    assert shown("{% telephone %}", municipality=SimpleNamespace(phone="0980-2")) == "0980-2"


class DatesForm(forms.Form):
    day = DayField(required=False)
    month = MonthField(required=False)
    ages = AgesField(required=False, most=3)


def clean(**typed):
    form = DatesForm(typed)
    return form.cleaned_data if form.is_valid() else dict(form.errors)


def test_fields_of_several_boxes_become_one_value():
    typed = {"day_0": "27", "day_1": "٣", "day_2": "2027", "month_0": "8", "month_1": "2027"}

    assert clean(**typed, ages_0="0", ages_2="12") == {
        "day": date(2027, 3, 27),
        "month": date(2027, 8, 1),
        "ages": [0, 12],
    }


def test_empty_boxes_are_no_value():
    assert clean() == {"day": None, "month": None, "ages": []}


@pytest.mark.parametrize(
    "typed",
    [
        {"day_0": "31", "day_1": "2", "day_2": "2027"},
        {"day_0": "31"},
        {"day_0": "-1", "day_1": "1", "day_2": "99999999999999"},
        {"month_0": "13", "month_1": "2027"},
        {"month_0": "3", "month_1": "0"},
        {"ages_0": "five"},
        {"ages_0": "20"},
        {"ages_1": "²"},
    ],
)
def test_boxes_that_make_no_sense_get_one_sentence(typed):
    mistakes = clean(**typed)

    assert len(mistakes) == 1
    assert all(len(words) == 1 for words in mistakes.values())
