"""`make messages`: finds what is said, keeps what was translated, forgets what is gone."""

import pytest
from babel.support import Translations

from hemvist.run.catalogues import compile_catalogues
from hemvist.run.messages import bring_up_to_date, extract_all, read_catalogue, untranslated

PAGE = """{% load i18n %}
  {% translate "Hello" %}
    {% translate "May" context "a month" %}
{% blocktranslate trimmed count n=n %}
      One house costs 5 %.
  {% plural %}
    {{ n }} houses cost 5 %.
{% endblocktranslate %}
<p title="{{ name|default:_("nobody") }}">{% translate "Ball" %}</p>
"""
CODE = """
x = _("Hello")
y = ngettext("%(n)d day", "%(n)d days", n)
z = pgettext_lazy("a verb", "Open")
"""


@pytest.fixture
def package(tmp_path):
    package = tmp_path / "house"
    (package / "templates").mkdir(parents=True)
    (package / "migrations").mkdir()
    (package / "templates" / "page.html").write_text(PAGE)
    (package / "code.py").write_text(CODE)
    (package / "migrations" / "0001.py").write_text('_("Not this")')
    return package


def keys(catalogue):
    return {(message.id, message.context) for message in catalogue if message.id}


def translate(locale, language, words, translation, context=None):
    path = locale / language / "LC_MESSAGES" / "django.po"
    before = path.read_text()
    lines = f'msgid "{words}"\nmsgstr "'
    assert lines in before
    path.write_text(before.replace(lines, lines + translation))


def test_code_and_pages_are_read_with_contexts_and_plurals(package):
    said = extract_all(package)

    assert keys(said) == {
        ("Hello", None),
        ("May", "a month"),
        (("One house costs 5 %%.", "%(n)s houses cost 5 %%."), None),
        ("nobody", None),
        ("Ball", None),
        (("%(n)d day", "%(n)d days"), None),
        ("Open", "a verb"),
    }
    assert said["Hello"].locations == [("house/code.py", 2), ("house/templates/page.html", 2)]


def test_a_translation_stays_and_what_nobody_says_any_more_goes(package, tmp_path):
    locale = tmp_path / "locale"
    bring_up_to_date("sv", extract_all(package), locale)
    translate(locale, "sv", "Hello", "Hej")
    translate(locale, "sv", "Ball", "Bal")
    (package / "templates" / "page.html").write_text("")

    said = extract_all(package)
    bring_up_to_date("sv", said, locale)

    catalogue = read_catalogue("sv", locale)
    assert keys(catalogue) == keys(said)
    assert catalogue["Hello"].string == "Hej"
    assert untranslated("sv", said, locale) == ["house/code.py: %(n)d day", "house/code.py: Open"]


def test_a_second_time_changes_nothing(package, tmp_path):
    said = extract_all(package)
    bring_up_to_date("ar", said, tmp_path)
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    before = path.read_bytes()

    bring_up_to_date("ar", said, tmp_path)

    assert path.read_bytes() == before


def test_catalogues_are_compiled_when_they_have_changed(package, tmp_path):
    bring_up_to_date("sv", extract_all(package), tmp_path)
    translate(tmp_path, "sv", "Hello", "Hej")

    first, second = compile_catalogues(tmp_path), compile_catalogues(tmp_path)

    compiled = Translations.load(tmp_path, ["sv"], "django")
    assert (first, second) == (["sv"], [])
    assert compiled.gettext("Hello") == "Hej"
