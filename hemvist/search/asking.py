"""What somebody means by the words in the box, as far as the index knows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from hemvist.core.letters import folded, shortened, split_words
from hemvist.search.concepts import keys_of, mark, phrases
from hemvist.search.models import Concept, IndexState, KnownWord, Term
from hemvist.search.nearness import Near, area_named
from hemvist.search.words import Word, is_little, words_asked

MOST_WORDS = 10
SHORTEST_START = 3
CONCEPT_WORTH, CORRECTED_WORTH, PART_WORTH = 6.0, 5.0, 2.0
# The name of an area beside other words says where, not what.
NAMED_WORTH = 0.15
SHORTEST_TELLING_PART = 3
LONGEST_THOUGHT = 60


@dataclass
class Group:
    """One word of the question, or one concept in it, and all that counts as a match for it.

    `strong` are its own forms and its concept; `weak` are parts of a compound, what it may be
    the beginning of, and words it may be a slip of.
    """

    strong: list[str]
    weak: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    worth: float = 1.0
    of: str = ""
    concept: str = ""


@dataclass(frozen=True)
class Meant:
    """A term in the question and the concept it stands for."""

    term: str
    concept: Concept


@dataclass
class Asked:
    """A question, read."""

    text: str
    language: str
    words: list[Word]
    groups: list[Group]
    meant: list[Meant]
    corrections: dict[str, str]
    state: IndexState
    unknown: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)
    near: Near | None = None
    near_words: set[str] = field(default_factory=set)

    @property
    def is_understood(self) -> bool:
        """Whether terms are all there is in the question."""
        return bool(self.words) and all(word.written in self.covered for word in self.words)

    @property
    def essence(self) -> str:
        """What a model shall think about: what, not where; of a long question what tells most."""
        if self.corrections:
            return self.corrected
        if len(self.text) <= LONGEST_THOUGHT and not self.near_words:
            return self.text
        words = (word.written for word in self.words if word.written not in self.near_words)
        return " ".join(words)[:LONGEST_THOUGHT]

    @cached_property
    def corrected(self) -> str:
        """The question as it may have been meant, if a word of it was mistyped."""
        if not self.corrections:
            return ""
        return " ".join(self.corrections.get(word.written, word.written) for word in self.words)


def read_question(text: str, *, language: str, is_typing: bool = False) -> Asked:
    """Read a question in the reader's language or any other, in a few queries.

    While somebody is typing, the last word is the beginning of one.
    """
    state = IndexState.objects.filter(pk=1).first() or IndexState()
    words = words_asked(text, language=language)
    telling = [word for word in words if not is_little(word.written)][:MOST_WORDS]
    spelled = _spelled(words, text)
    words = telling or words[:MOST_WORDS]
    meant, covered = _concepts_meant(words, language, spelled)
    known = _known(words)
    asked = Asked(text, language, words, [], meant, {}, state, covered=covered)
    written = [word.written for word in words]
    named = None if is_typing else area_named(written, version=state.version)
    if named:
        asked.near, asked.near_words = named
        asked.covered |= asked.near_words
    for some, worth in (
        (meant, CONCEPT_WORTH),
        (_within_compounds(asked, words, language), PART_WORTH),
    ):
        for one in some:
            code, share = one.concept.code, worth / len(some) ** 0.5
            asked.groups.append(Group([mark(code)], worth=share, of=one.term, concept=code))
    for number, word in enumerate(words):
        group = _group(asked, word, known, is_covered=word.written in asked.covered)
        if word.written in asked.near_words:
            group.worth *= NAMED_WORTH
        is_last = number == len(words) - 1
        may_go_on = is_typing or word.written in asked.unknown
        if is_last and may_go_on and len(word.written) >= SHORTEST_START:
            group.starts = [word.written]
        asked.groups.append(group)
    if asked.corrections:
        _take_in_corrections(asked)
    return asked


def _take_in_corrections(asked: Asked) -> None:
    """Let what words may have been slips of say what they mean, nearly as if they stood there."""
    words = words_asked(asked.corrected, language=asked.language)
    meant, _covered = _concepts_meant(
        words, asked.language, {word.written: word.written for word in words}
    )
    known = {one.concept.code for one in asked.meant}
    for code in [one.concept.code for one in meant if one.concept.code not in known]:
        asked.groups.append(
            Group([mark(code)], worth=CORRECTED_WORTH, of=asked.corrected, concept=code)
        )


def _spelled(words: Sequence[Word], text: str) -> dict[str, str]:
    """Each word as it was typed; in its plain form where that cannot be told."""
    typed = split_words(text)
    told = typed if len(typed) == len(words) else [word.written for word in words]
    return {word.written: as_typed for word, as_typed in zip(words, told, strict=True)}


def _group(asked: Asked, word: Word, known: dict[str, int], *, is_covered: bool) -> Group:
    group = Group(list(word.forms), list(word.parts), of=word.written)
    most = max((known.get(form, 0) for form in word.forms), default=0)
    if not most and not is_covered:
        asked.unknown.add(word.written)
        near = [] if word.is_in_dictionary else _near(word)
        same = [text for text, slips in near if not slips]
        group.strong += same
        if near and not same:
            group.weak += [text for text, _slips in near[:3]]
            asked.corrections[word.written] = near[0][0]
    group.worth = log(1 + (asked.state.documents + 1) / (1 + most)) if most else 1.0
    return group


def _concepts_meant(
    words: Sequence[Word], language: str, spelled: dict[str, str]
) -> tuple[list[Meant], set[str]]:
    """The concepts whose terms stand in the question, and which words they take.

    The longest term wins; of two as long, the one in the reader's language.
    """
    # Terms are kept without dots too, for those who type none. Whoever types höst means no host.
    keys = {(start, end): list(keys_of(words[start:end])) for start, end in phrases(words)}
    wanted = list(dict.fromkeys(key for several in keys.values() for key in several))
    if not wanted:
        return [], set()
    terms = list(Term.objects.filter(keys__overlap=wanted, is_used=True).select_related("concept"))
    meant: dict[str, Meant] = {}
    taken: set[int] = set()
    for (start, end), of_phrase in keys.items():
        if taken & set(range(start, end)):
            continue
        fitting = [term for term in terms if set(term.keys) & set(of_phrase)]
        own = [term for term in fitting if term.language == language]
        for term in own or fitting:
            said = " ".join(spelled[word.written] for word in words[start:end])
            meant.setdefault(term.concept_id, Meant(said, term.concept))
        if fitting:
            taken |= set(range(start, end))
    return list(meant.values()), {words[at].written for at in taken}


def _within_compounds(asked: Asked, words: Iterable[Word], language: str) -> list[Meant]:
    """The concepts that parts of compounds stand for, where the whole word says none."""
    whole = [word for word in words if word.parts and word.written not in asked.covered]
    parts = {part for word in whole for part in word.parts if len(part) >= SHORTEST_TELLING_PART}
    if not parts:
        return []
    terms = Term.objects.filter(keys__overlap=list(parts), is_used=True).select_related("concept")
    found: dict[str, Meant] = {}
    for word in whole:
        fitting = [term for term in terms if set(term.keys) & (set(word.parts) & parts)]
        for term in [term for term in fitting if term.language == language] or fitting:
            found.setdefault(term.concept_id, Meant(word.written, term.concept))
    known = {one.concept.code for one in asked.meant}
    return [one for code, one in found.items() if code not in known]


def _known(words: Iterable[Word]) -> dict[str, int]:
    forms = [form for word in words for form in (*word.forms, *word.parts)]
    return dict(KnownWord.objects.filter(pk__in=forms).values_list("text", "documents"))


def _near(word: Word) -> list[tuple[str, int]]:
    """Known words that this may be a slip of, the likeliest first, with how many letters differ.

    None differ if it was only typed without dots and rings.
    """
    typed = folded(word.written)
    if len(typed) < 4 or typed.isdecimal():
        return []
    candidates = KnownWord.objects.filter(shortened__overlap=shortened(typed)).values_list(
        "text", "keyboard", "documents"
    )[:200]
    allowed = 1 if len(typed) < 6 else 2
    found = []
    for text, keyboard, documents in candidates:
        slips = distance(typed, keyboard)
        if slips <= allowed:
            found.append((slips, typed[0] != keyboard[0], -documents, text))
    return [(text, slips) for slips, *_rank, text in sorted(found)]


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
