"""The forms that Hemvist brings with it, as files that anybody can read and carry on from.

`shared.toml` holds questions that several forms ask; a form takes one with `use`, and what it
writes beside that comes before the shared words.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED = "shared"
# What the file says about the form itself, and not about a version of it.
ABOUT_THE_FORM = {"kind", "position"}


@dataclass(frozen=True)
class ReadyForm:
    """A form that can be brought in, and the document of its first version."""

    slug: str
    kind: str
    position: int
    document: dict[str, Any]


def ready_forms() -> Iterator[ReadyForm]:
    """Every form that comes along; the name of the file is its address."""
    shared = _toml(HERE / f"{SHARED}.toml")
    for path in sorted(HERE.glob("*.toml")):
        if path.stem == SHARED:
            continue
        form = _toml(path)
        document = {key: value for key, value in form.items() if key not in ABOUT_THE_FORM}
        document["sections"] = [_section(part, shared) for part in form["sections"]]
        yield ReadyForm(path.stem, form["kind"], form["position"], document)


def form_without_questions(name: dict[str, str]) -> dict[str, Any]:
    """The document of a new form: what it is called, and only the way to whoever fills it in."""
    enquiry = _toml(HERE / "enquiry.toml")
    reach = next(part for part in enquiry["sections"] if part["key"] == "reach")
    asked = [{"use": one} for one in ("contact", "hours", "name")]
    return {
        "languages": enquiry["languages"],
        "name": name,
        "heading": name,
        "lead": {},
        "asked": [],
        "sections": [_section({**reach, "questions": asked}, _toml(HERE / f"{SHARED}.toml"))],
    }


def _section(section: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    questions = [_question(question, shared) for question in section["questions"]]
    return {**section, "questions": questions}


def _question(question: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    if "use" not in question:
        return question
    own = {key: value for key, value in question.items() if key != "use"}
    return {"key": question["use"], **shared[question["use"]], **own}


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
