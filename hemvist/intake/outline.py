"""Changing the document of a form: pure functions, each gives a new document.

A part is found by its key. What is not there any more raises PartIsGone, so that a colleague who
has removed it meanwhile is noticed.
"""

from copy import deepcopy
from typing import Any

from django.utils.text import slugify

from hemvist.intake.definition import KEY_LENGTH, TAKEN_KEYS

Document = dict[str, Any]
Part = dict[str, Any]


class PartIsGone(Exception):
    """A colleague has removed this question or section meanwhile."""


def question_in(document: Document, key: str) -> Part:
    """A question of the document. Raises PartIsGone."""
    section, place = _find(document, key)
    return dict(section["questions"][place])


def section_in(document: Document, key: str) -> Part:
    """A section of the document. Raises PartIsGone."""
    found = next((part for part in document["sections"] if part["key"] == key), None)
    if found is None:
        raise PartIsGone
    return dict(found)


def with_question(document: Document, question: Part) -> Document:
    """The document with a question as it is now. Raises PartIsGone."""
    changed = deepcopy(document)
    section, place = _find(changed, question["key"])
    section["questions"][place] = question
    return changed


def with_new_question(document: Document, question: Part, *, section: str) -> Document:
    """The document with a question at the end of a section. Raises PartIsGone."""
    changed = deepcopy(document)
    _section(changed, section)["questions"].append(question)
    return changed


def without_question(document: Document, key: str) -> Document:
    """The document without a question. Raises PartIsGone."""
    changed = deepcopy(document)
    section, place = _find(changed, key)
    del section["questions"][place]
    return changed


def with_question_moved(document: Document, key: str, *, up: bool) -> Document:
    """The document with a question one place up or down, also into the section beside.

    Raises PartIsGone.
    """
    changed = deepcopy(document)
    sections = changed["sections"]
    section, place = _find(changed, key)
    question = section["questions"].pop(place)
    at = sections.index(section)
    target = place - 1 if up else place + 1
    if 0 <= target <= len(section["questions"]):
        section["questions"].insert(target, question)
    elif up and at > 0:
        sections[at - 1]["questions"].append(question)
    elif not up and at + 1 < len(sections):
        sections[at + 1]["questions"].insert(0, question)
    else:
        section["questions"].insert(place, question)
    return changed


def with_section(document: Document, section: Part) -> Document:
    """The document with a section's heading as it is now. Raises PartIsGone."""
    changed = deepcopy(document)
    _section(changed, section["key"])["title"] = section["title"]
    return changed


def with_new_section(document: Document, section: Part) -> Document:
    """The document with one section more, at its end."""
    changed = deepcopy(document)
    changed["sections"].append({**section, "questions": []})
    return changed


def without_section(document: Document, key: str) -> Document:
    """The document without a section and its questions. Raises PartIsGone."""
    changed = deepcopy(document)
    changed["sections"].remove(_section(changed, key))
    return changed


def with_section_moved(document: Document, key: str, *, up: bool) -> Document:
    """The document with a section one place up or down. Raises PartIsGone."""
    changed = deepcopy(document)
    sections = changed["sections"]
    section = _section(changed, key)
    place = sections.index(section)
    target = min(max(place - 1 if up else place + 1, 0), len(sections) - 1)
    sections.insert(target, sections.pop(place))
    return changed


def with_texts(document: Document, texts: Part) -> Document:
    """The document with what the form is called and what stands on its first page."""
    return {**document, **{name: texts[name] for name in ("name", "heading", "lead", "asked")}}


def new_key(document: Document, words: str) -> str:
    """A key for something new, from its words, that nothing else in the form has."""
    taken = {part["key"] for part in document["sections"]} | TAKEN_KEYS
    taken |= {one["key"] for part in document["sections"] for one in part["questions"]}
    return free_key(taken, words)


def free_key(taken: set[str], words: str) -> str:
    """A key from words, with a number behind it where that is taken."""
    base = slugify(words)[: KEY_LENGTH - 4].strip("-_") or "question"
    candidates = (base, *(f"{base}-{number}" for number in range(2, 1_000)))
    return next(key for key in candidates if key not in taken)


def merged(base: Part, mine: Part, theirs: Part) -> tuple[Part, list[str]]:
    """Two changes of one part brought together field by field, and the fields changed by both.

    A text counts by language. Where both changed the same, mine stands in the result.
    """
    flat_base, flat_mine, flat_theirs = (_flat(part) for part in (base, mine, theirs))
    result, both = {}, []
    for name in dict.fromkeys([*flat_mine, *flat_theirs]):
        was, here, there = (flat.get(name) for flat in (flat_base, flat_mine, flat_theirs))
        result[name] = there if here == was else here
        if here not in (was, there) and there != was:
            both.append(name)
    return _deep(result), both


def _flat(part: Part) -> Part:
    """One level: a text in a language is `question.sv`; lists and conditions count as a whole."""
    flat: Part = {}
    for name, value in part.items():
        if isinstance(value, dict) and name != "condition":
            flat |= {f"{name}.{code}": text for code, text in value.items() if text}
        else:
            flat[name] = value
    return flat


def _deep(flat: Part) -> Part:
    part: Part = {}
    for name, value in flat.items():
        if value is None:
            continue
        field, _dot, code = name.partition(".")
        if code:
            part.setdefault(field, {})[code] = value
        else:
            part[field] = value
    return part


def _section(document: Document, key: str) -> Part:
    found: Part | None = next((part for part in document["sections"] if part["key"] == key), None)
    if found is None:
        raise PartIsGone
    return found


def _find(document: Document, key: str) -> tuple[Part, int]:
    for section in document["sections"]:
        for place, question in enumerate(section["questions"]):
            if question["key"] == key:
                return section, place
    raise PartIsGone
