"""JSON within limits, and careful ways to take it apart."""

import json
import re
from typing import Any, BinaryIO, NoReturn

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MEGABYTE, MOST_BYTES


def load(file: BinaryIO) -> Any:
    """The whole document. Raises CannotRead."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CannotRead("too_large", most=MOST_BYTES // MEGABYTE)
    if not content.strip():
        raise CannotRead("empty")
    try:
        text = content.decode(json.detect_encoding(content))
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
    except RecursionError as error:
        raise CannotRead("too_deep") from error
    except json.JSONDecodeError as error:
        raise CannotRead("not_json", at=error.pos + 1) from error
    except UnicodeDecodeError as error:
        raise CannotRead("not_json", at=error.start + 1) from error
    except ValueError as error:  # a number of more digits than anybody can count
        raise CannotRead("not_json", at=1) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def part(value: Any, *path: str | int) -> Any:
    """What stands at the end of a path through objects and lists; None if it leads nowhere."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and len(value) > step:
            value = value[step]
        else:
            return None
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing for what is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def number(value: Any) -> str:
    """A number as text with a decimal point, however it was written; "" for what is none."""
    if isinstance(value, bool) or value is None:
        return ""
    text = str(value).strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    return text if re.fullmatch(r"-?\d{1,15}(\.\d{1,20})?", text, re.ASCII) else ""
