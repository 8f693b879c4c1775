"""Compiles what translators wrote into what Django reads, without gettext's tools."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"
EDITORS = LOCALE.with_name("editor_locale")


def compile_catalogues(folder: Path = LOCALE) -> list[str]:
    """Compile each catalogue whose source is newer; returns the languages it compiled."""
    done = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)
        done.append(source.parts[-3])
    return done


def compile_all() -> None:
    """Our own words, and those that the editor's catalogues leave out."""
    for folder in (LOCALE, EDITORS):
        compile_catalogues(folder)


if __name__ == "__main__":
    compile_all()
