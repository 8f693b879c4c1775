"""`make messages`: brings the catalogues up to date with what code and pages say.

Babel reads the Python; Django turns its templates into something that Babel can read. No
gettext is needed. What nobody says any more goes; translations that are there stay.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from hemvist.run.catalogues import LOCALE

PACKAGE = LOCALE.parent
LANGUAGES = ("sv", "fi", "ar", "uk")  # English is what the sources are written in
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy": None,  # gettext_lazy, where `_` is gettext
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # no day of change, so that two branches agree


def sources(package: Path = PACKAGE) -> Iterator[Path]:
    """Every file that may say something, in a fixed order."""
    for path in sorted(package.rglob("*")):
        is_ours = "migrations" not in path.parts and "locale" not in path.parts
        if is_ours and (path.suffix == ".py" or ("templates" in path.parts and path.is_file())):
            yield path


def extract_all(package: Path = PACKAGE) -> Catalog:
    """Everything that is marked for translation, with the files it stands in."""
    catalogue = _empty(None)
    for path in sources(package):
        method: Any = extract_python if path.suffix == ".py" else _extract_template
        place = path.relative_to(package.parent).as_posix()
        with path.open("rb") as file:
            for line, words, comments, context in extract(
                method, file, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
            ):
                catalogue.add(words, None, [(place, line)], (), comments, context=context)
    return catalogue


def _extract_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Read Django's rewriting of a template; its indentation would confuse Python's reader."""
    rewritten = templatize(file.read().decode("utf-8"), origin=file.name)
    straight = "\n".join(line.lstrip() for line in rewritten.split("\n"))
    yield from extract_python(io.BytesIO(straight.encode()), keywords, comment_tags, options)


def bring_up_to_date(language: str, said: Catalog, locale: Path = LOCALE) -> None:
    """Write one language's catalogue anew, with the translations it had."""
    path = locale / language / "LC_MESSAGES" / "django.po"
    known = read_catalogue(language, locale)
    catalogue = _empty(language)
    for message in said:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        translation = old.string if old and old.pluralizable == message.pluralizable else None
        catalogue.add(
            message.id,
            translation,
            sorted({(place, 1) for place, _ in message.locations}),
            message.flags,
            message.auto_comments,
            old.user_comments if old else (),
            context=message.context,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    path.write_bytes(text.getvalue())


def read_catalogue(language: str, locale: Path = LOCALE) -> Catalog:
    """What translators have written; empty if there is nothing yet."""
    path = locale / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="# Hemvist",
        project="Hemvist",
        version="0",
        creation_date=LONG_AGO,
        revision_date=LONG_AGO,
        last_translator="The translators of Hemvist",
        language_team="Hemvist",
        charset="utf-8",
        msgid_bugs_address="See SECURITY.md and CONTRIBUTING.md",
        fuzzy=False,
    )


def untranslated(language: str, said: Catalog, locale: Path = LOCALE) -> list[str]:
    """Each message without a whole translation, once for every file that says it."""
    return sorted(
        f"{place}: {words}"
        for words, message in _lacking(language, said, locale)
        for place in {place for place, _line in message.locations}
    )


def _lacking(language: str, said: Catalog, locale: Path = LOCALE) -> Iterator[tuple[str, Any]]:
    known = read_catalogue(language, locale)
    for message in said:
        if message.id:
            there = known.get(message.id, message.context)
            if there is None or there.fuzzy or not _is_whole(there.string):
                yield message.id if isinstance(message.id, str) else message.id[0], message


def _is_whole(translation: Any) -> bool:
    return all(translation) if isinstance(translation, list | tuple) else bool(translation)


def main() -> None:
    """Bring every catalogue up to date and say what is left to translate."""
    said = extract_all()
    for language in LANGUAGES:
        bring_up_to_date(language, said)
        print(f"{language}: {len(list(_lacking(language, said)))} of {len(said)} to translate")


if __name__ == "__main__":
    main()
