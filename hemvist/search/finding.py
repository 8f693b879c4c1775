"""Words and meaning brought together into one list, with the reason for each thing in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from hemvist.core.letters import folded, plain, split_words
from hemvist.search import meaning
from hemvist.search.asking import Asked, Meant
from hemvist.search.queries import MOST_ROWS, Filters, Row, rows_numbered, rows_of, rows_that_fit
from hemvist.search.words import language_of

# Reciprocal rank fusion: a thing's place in each list counts, never how near it is said to be.
SMOOTHING = 10
NEAR_FIRST = 3  # how little the places of things of one concept tell about which it is
NEAR_DOCUMENTS, NEAR_TERMS, NEAR_CONCEPTS = 40, 30, 4
# How much less what only mentions a meaning counts than what is about it: hardly, and yet.
FAINTLY = 0.25
# How quickly a term's vote fades with its distance from the nearest.
FADING = 0.12
# How much meaning counts beside words: where terms are all there is in the question, and where
# they are all but little of it, up to where there is none.
UNDERSTOOD, NEARLY, NOT_AT_ALL = 0.4, 1.5, 4.0
WORDS, DOCS = 1.0, 0.5
MOST_BY_MEANING = 8
# How close the closest term must be if nobody knows any of the words, which may be letters without
# sense. What stands in a dictionary has a sense, and who asks for it sees what comes closest.
CLOSE_IF_STRANGE = 0.52
MOST_NAMED = 10
# Of the first so many things those for the first places are chosen, not all for one meaning: each
# counts less for every one before it that answers the same.
CHOSEN_FROM, CHOSEN, SAME_AGAIN = 20, 8, 0.8

Thing = tuple[str, str]


@dataclass
class Finding:
    """What was found for a question: things in order, and those found by meaning alone."""

    things: list[Thing]
    by_meaning: set[Thing] = field(default_factory=set)
    nearly: list[Meant] = field(default_factory=list)

    def of_kind(self, kind: str) -> "Finding":
        """The same, kept to one kind."""
        things = [thing for thing in self.things if thing[0] == kind]
        return Finding(things, self.by_meaning & set(things), self.nearly)


def find_things(asked: Asked, filters: Filters) -> Finding:
    """Everything that fits, best first."""
    by_words = rows_that_fit(asked, filters)
    vector = meaning.vector_asked(asked.essence)
    if vector is None:
        return Finding([row.thing for row in by_words])
    version, language = asked.state.version, language_of(asked.text, asked.language)
    terms = meaning.terms_near(vector, version=version, number=NEAR_TERMS, language=language)
    if not by_words and meaning.can_tell(version=version) and not is_close(terms, asked):
        return Finding([row.thing for row in by_words])
    close = meaning.documents_near(vector, version=version, number=NEAR_DOCUMENTS)
    near = rows_numbered(dict(close), filters)
    nearly = _concepts_near(terms, version=version)
    by_concept = things_of(nearly, asked, filters)
    named = _is_named(by_words, asked)
    share = UNDERSTOOD if named else _share_of_meaning(asked)
    scores = _fused([(_whole(by_words), WORDS), (_whole(near), share * DOCS), (by_concept, share)])
    worded = {row.thing for row in by_words}
    only_meant = [thing for thing in scores if thing not in worded][:MOST_BY_MEANING]
    if (named or asked.is_understood) and worded:
        only_meant = []
    allowed = worded | set(only_meant)
    scores = {thing: score for thing, score in scores.items() if thing in allowed}
    things = list(scores) if named else varied(scores, _answered(scores, nearly, asked, filters))
    return Finding(things, set(only_meant), [one for one, _ in nearly])


def _answered(
    things: Iterable[Thing],
    nearly: Sequence[tuple[Meant, float]],
    asked: Asked,
    filters: Filters,
) -> dict[Thing, str]:
    """What the question may have meant and each of the first things answers best."""
    sure = [(one, 1 / len(asked.meant)) for one in asked.meant]
    first = set(list(things)[:CHOSEN_FROM])
    best: dict[Thing, tuple[float, str]] = {}
    for one, share in (*nearly, *sure):
        code = one.concept.code
        for place, row in enumerate(rows_of(code, asked, filters)):
            fits = share**0.5 / (NEAR_FIRST + place)
            if row.thing in first and fits > best.get(row.thing, (0.0, ""))[0]:
                best[row.thing] = fits, code
    return {thing: code for thing, (_fits, code) in best.items()}


def varied(scores: Mapping[Thing, float], answered: Mapping[Thing, str]) -> list[Thing]:
    """The things, best first, but so that one meaning does not take all of the first places.

    What the question meant is often uncertain; whoever meant the second likeliest need not look
    past everything there is of the likeliest.
    """
    left = list(scores)
    first, rest = left[:CHOSEN_FROM], left[CHOSEN_FROM:]
    chosen: list[Thing] = []
    shown: dict[str, int] = defaultdict(int)
    while first and len(chosen) < CHOSEN:
        best = max(first, key=lambda a: scores[a] * SAME_AGAIN ** shown[answered.get(a, "")])
        first.remove(best)
        chosen.append(best)
        shown[answered.get(best, "")] += 1
    return [*chosen, *first, *rest]


def _is_named(rows: Sequence[Row], asked: Asked) -> bool:
    """Whether the question is the name of a thing: its words all stand in a title."""
    for row in rows[:MOST_NAMED]:
        title = split_words(plain(row.title))
        told = {*title, *map(folded, title)}
        if asked.words and all(told & {*word.forms} for word in asked.words):
            return True
    return False


def _share_of_meaning(asked: Asked) -> float:
    """The less of the question is terms, the more; what may have been a slip is half understood."""
    if asked.is_understood:
        return UNDERSTOOD
    if not asked.meant and not asked.corrections:
        return NOT_AT_ALL
    understood = 0.5 if asked.corrections else len(asked.covered) / max(len(asked.words), 1)
    return NEARLY + (NOT_AT_ALL - NEARLY) * (1 - min(understood, 1))


def _whole(rows: Iterable[Row]) -> list[tuple[Thing, float]]:
    return [(row.thing, 1.0) for row in rows]


def _fused(lists: Iterable[tuple[Sequence[tuple[Thing, float]], float]]) -> dict[Thing, float]:
    """What the places in all lists add up to, best first; a thing may count in part."""
    scores: dict[Thing, float] = defaultdict(float)
    for things, share in lists:
        for place, (thing, part) in enumerate(things):
            scores[thing] += share * part / (SMOOTHING + place)
    return dict(sorted(scores.items(), key=lambda one: -one[1]))


def is_close(terms: Sequence[tuple[int, float]], asked: Asked) -> bool:
    """Whether anything here is about what was asked; something is the closest to any letters."""
    is_strange = not any(word.is_in_dictionary or word.parts for word in asked.words)
    is_strange = is_strange and asked.unknown.issuperset(word.written for word in asked.words)
    return not is_strange or terms[0][1] >= CLOSE_IF_STRANGE


def _concepts_near(near: Sequence[tuple[int, float]], *, version: int) -> list[tuple[Meant, float]]:
    """The concepts whose terms, in any language, are closest to the question, and how sure."""
    terms = meaning.said(version)
    votes: dict[str, float] = defaultdict(float)
    best: dict[str, Meant] = {}
    for pk, closeness in near:
        if pk in terms:
            text, concept = terms[pk]
            votes[concept.pk] += exp((closeness - near[0][1]) / FADING)
            best.setdefault(concept.pk, Meant(text, concept))
    chosen = sorted(votes, key=lambda code: -votes[code])[:NEAR_CONCEPTS]
    total = sum(votes.values())
    return [(best[code], votes[code] / total) for code in chosen]


def things_of(
    concepts: Sequence[tuple[Meant, float]], asked: Asked, filters: Filters
) -> list[tuple[Thing, float]]:
    """What belongs to the concepts, those of the nearest first, and what part of it counts."""
    scores: dict[Thing, float] = defaultdict(float)
    for one, share in concepts:
        for row in rows_of(one.concept.code, asked, filters):
            factor = asked.near.factor(row.area) if asked.near else 1.0
            scores[row.thing] += share * row.rounded * factor
    best = max(scores.values(), default=0.0) or 1.0
    first = sorted(scores.items(), key=lambda one: -one[1])[:MOST_ROWS]
    return [(thing, (score / best) ** FAINTLY) for thing, score in first]
