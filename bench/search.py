"""`make bench-search`: how often the search finds what was meant, by language, and how fast.

A fifth of all terms is left out of the index and used as questions. Which fifth is decided by a
hash of the term, so that it is always the same. The municipality's own themes are asked for in
whole phrases. Fold 0 and questions.toml are for measuring and never shown; the other folds and
practice.toml are for whoever works on the search.
"""

import argparse
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hemvist.database import VAR
from hemvist.postgres import Cluster

LANGUAGES = ("sv", "en", "fi", "de", "uk", "ar")
FOLDS = 5
AIM_FOUND, AIM_MS = 0.95, 60
Thing = tuple[str, str]
TermKey = tuple[str, str, str]


@dataclass(frozen=True)
class Question:
    """What is asked, in which language, and the things of which one shall come up."""

    text: str
    language: str
    things: frozenset[Thing]


def main() -> int:
    """Index the demo without the held-out terms, ask, and print both tables and the times."""
    options = _options()
    home = Path(os.environ.get("HEMVIST_BENCH_VAR", VAR / "bench")) / "search"
    cluster = Cluster(home)
    os.environ |= {"DATABASE_URL": cluster.share(), "DJANGO_SETTINGS_MODULE": "hemvist.settings"}
    try:
        import django

        django.setup()
        missed = _measure(options)
    finally:
        cluster.leave()
    return missed if options.strict else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-search", description=__doc__)
    parser.add_argument("--fold", type=int, default=0, help="which fifth is held out (0)")
    parser.add_argument("--documents", type=int, default=20_000, help="for the times (20000)")
    parser.add_argument("--show", action="store_true", help="print what was missed; not fold 0")
    parser.add_argument("--strict", action="store_true", help="fail if an aim is missed")
    parser.add_argument("--no-times", action="store_true", help="only what is found")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> int:
    from bench.search_speed import measure_speed

    _prepare()
    held_out = _held_out(options.fold)
    truth = _truth()
    _index_without(held_out)
    terms, themes = _term_questions(held_out, truth), _theme_questions("questions")
    print(f"\nTerms that the index does not know (fold {options.fold} of {FOLDS})")
    _print_table(_ask(terms, show=options.show and options.fold != 0))
    if options.show:
        print("\nPhrases to practise with; the same terms left out")
        _print_table(_ask(_theme_questions("practice"), show=True))
    print("\nThe municipality's own themes, in whole phrases; the same terms left out")
    missed = _print_table(_ask(themes, show=False), aim=AIM_FOUND)
    _index_without(set())
    print("\nThe same phrases, with every term that comes with the product")
    _print_table(_ask(themes, show=False), aim=AIM_FOUND)
    if not options.no_times:
        missed += measure_speed(options.documents, [*terms, *themes], aim=AIM_MS)
    return missed


def _prepare() -> None:
    from django.core.management import call_command

    from hemvist.core.dates import today
    from hemvist.core.lexicon import lay_out_all
    from hemvist.demo.happenings import load_happenings
    from hemvist.demo.municipality import load_municipality
    from hemvist.demo.pages import load_pages
    from hemvist.demo.vacancies import load_vacancies
    from hemvist.directory.models import Service
    from hemvist.run.prepare import collect_static_files

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect_static_files()
    Service.objects.filter(slug__startswith="bench-").delete()
    load_municipality(on=today())
    load_pages()
    load_vacancies(on=today())
    load_happenings(on=today())
    lay_out_all()


def _held_out(fold: int) -> set[TermKey]:
    from hemvist.search.shipped import shipped_concepts

    return {
        (shipped.code, language, text)
        for shipped in shipped_concepts()
        for language, text, _source in shipped.terms
        if _fold(f"{shipped.code} {language} {text}") == fold
        and text != shipped.names.get(language)
    }


def _fold(text: str) -> int:
    return int(sha256(text.encode()).hexdigest(), 16) % FOLDS


def _truth() -> dict[str, frozenset[Thing]]:
    """The things of each concept: kinds and areas it belongs to, and what has it in its name.

    Read from an index with all terms, which is not the one that is asked.
    """
    from django.db import connection

    _index_without(set(), with_meaning=False)
    things: dict[str, set[Thing]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT kind, key, words.lexeme FROM search_document, unnest(vector) AS words
            WHERE words.lexeme LIKE '§%%' AND (
                words.weights && ARRAY['A', 'B'] OR kind IN ('category', 'life_area')
            )
            """
        )
        for kind, key, word in cursor.fetchall():
            things[word[1:]].add((kind, key))
    return {code: frozenset(found) for code, found in things.items()}


def _index_without(held_out: set[TermKey], *, with_meaning: bool = True) -> None:
    from hemvist.search.actions import add_meaning, index_all, load_concepts

    load_concepts(left_out=held_out)
    index_all()
    while with_meaning and add_meaning(at_most=500):
        pass


def _term_questions(held_out: set[TermKey], truth: dict[str, frozenset[Thing]]) -> list[Question]:
    """The held-out terms; one whose very words another language still has would be no question."""
    from hemvist.core.letters import plain
    from hemvist.search.models import Term

    kept = {(code, plain(text)) for code, text in Term.objects.values_list("concept_id", "text")}
    return [
        Question(text, language, truth[code])
        for code, language, text in sorted(held_out)
        if code in truth and (code, plain(text)) not in kept
    ]


def _theme_questions(name: str) -> list[Question]:
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        themes = tomllib.load(file)
    pages = _pages()
    return [
        Question(text, language, _things(theme["things"], pages))
        for theme in themes.values()
        for language in LANGUAGES
        for text in theme.get(language, ())
    ]


def _pages() -> dict[str, Thing]:
    """The guide's pages by their paths, which are the same in all languages."""
    from hemvist.guide.models import AnswerPage
    from hemvist.guide.pages import readable

    found = readable().filter(locale__language_code="sv").specific()
    return {
        page.url_path.partition("/")[2].partition("/")[2].strip("/"): (
            "answer" if isinstance(page, AnswerPage) else "page",
            str(page.translation_key),
        )
        for page in found
    }


def _things(told: Iterable[str], pages: Mapping[str, Thing]) -> frozenset[Thing]:
    """Things as kind:key, pages as page:path, places and happenings by their names in addresses.

    To an area of life belong the pages under it, and to the list of jobs the jobs.
    """
    things = set()
    for thing in told:
        kind, _colon, key = thing.partition(":")
        if kind == "page":
            things.add(pages[key])
        elif kind in {"place", "places", "happening"}:
            things |= _named(kind, key)
        else:
            things.add((kind, key))
        if kind == "life_area":
            things |= {page for path, page in pages.items() if path.startswith(f"life/{key}/")}
        if thing == "site:vacancies:list":
            things |= _jobs()
    return frozenset(things)


def _named(kind: str, name: str) -> set[Thing]:
    """A place or a happening by its name in addresses; all places of a kind as places:kind."""
    from hemvist.directory.models import Service
    from hemvist.happenings.models import Happening

    if kind == "happening":
        found = [("happening", str(Happening.objects.get(slug=name).pk))]
    elif kind == "place":
        found = [("place", str(Service.objects.get(slug=name).pk))]
    else:
        of_kind = Service.objects.filter(category=name).exclude(slug__startswith="bench-")
        found = [("place", str(pk)) for pk in of_kind.values_list("pk", flat=True)]
    return set(found)


def _jobs() -> set[Thing]:
    from hemvist.search.models import Document

    return set(Document.objects.filter(kind="vacancy").values_list("kind", "key"))


def _ask(questions: Sequence[Question], *, show: bool) -> dict[str, list[int]]:
    """The place at which each question's thing came up, by language; 0 if it did not."""
    from hemvist.search.asking import read_question
    from hemvist.search.finding import find_things
    from hemvist.search.queries import Filters

    places: dict[str, list[int]] = defaultdict(list)
    for question in questions:
        asked = read_question(question.text, language=_reader(question.language))
        things = find_things(asked, Filters()).things
        hits = (at for at, thing in enumerate(things, start=1) if thing in question.things)
        place = next(hits, 0)
        places[question.language].append(place)
        if show and not 0 < place <= 3:
            print(f"  {question.language} {question.text!r}: {place}, {_titles(things[:3])}")
    return places


def _titles(things: Iterable[Thing]) -> list[str]:
    from hemvist.search.models import Document

    named = (Document.objects.filter(kind=kind, key=key).first() for kind, key in things)
    return [f"{document.kind} {document.title}" for document in named if document]


def _reader(language: str) -> str:
    """In which language somebody reads who asks in this one; the site has no German."""
    return "en" if language == "de" else language


def _print_table(places: dict[str, list[int]], *, aim: float = 0.0) -> int:
    print(f"{'':8}{'questions':>10}{'hit@1':>8}{'hit@3':>8}{'hit@5':>8}")
    missed = 0
    for language in [*LANGUAGES, "all"]:
        found = _of(places, language)
        shares = [_share(found, at) for at in (1, 3, 5)]
        is_missed = bool(aim) and language != "all" and shares[1] < aim
        missed += is_missed
        figures = "".join(f"{share:8.2f}" for share in shares)
        print(f"{language:8}{len(found):10}{figures}{'  below the aim' if is_missed else ''}")
    return missed


def _of(places: dict[str, list[int]], language: str) -> list[int]:
    return [p for of in places.values() for p in of] if language == "all" else places[language]


def _share(found: Iterable[int], at: int) -> float:
    found = list(found)
    return sum(0 < place <= at for place in found) / max(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
