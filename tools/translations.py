"""Collect the sentences for people into src/run_flow/locale, and compile them.

`python tools/translations.py` does it (make locale); a test calls `faults` and refuses what is missing or stale.
click's own texts are collected from the installed click and spoken in Chinese.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src/run_flow/locale"
ENGLISH = LOCALE / "en/LC_MESSAGES/run_flow.po"
CHINESE = LOCALE / "zh_CN/LC_MESSAGES/messages.po"
TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)  # a date that changed with each run would only make noise


def main() -> int:
    """Bring both catalogues up to date; return 1 while a sentence waits for its translation."""
    for po, wanted in ((ENGLISH, ours()), (CHINESE, clicks())):
        catalog = merged(po, wanted)
        po.parent.mkdir(parents=True, exist_ok=True)
        with po.open("wb") as file:
            write_po(file, catalog, no_location=True, sort_output=True, width=0, ignore_obsolete=True)
        po.with_suffix(".mo").write_bytes(compiled(catalog))
    waiting = faults() + [f"{CHINESE.name}: not translated: {key}" for key in untranslated(CHINESE, clicks())]
    print("\n".join(waiting) or "Every sentence is translated.")
    return 1 if waiting else 0


def ours() -> Catalog:
    """Return every sentence of src and flows that goes through ``_()``, and the errors' docstrings."""
    catalog = _collected(ROOT / "src/run_flow", ROOT / "flows")
    tree = ast.parse((ROOT / "src/run_flow/errors.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        said = ast.get_docstring(node) if isinstance(node, ast.ClassDef) else None
        if said and not said.isascii():  # what is English there is for developers
            catalog.add(said)
    return catalog


def clicks() -> Catalog:
    """Return every sentence of the installed click."""
    return _collected(Path(click.__file__).parent)


def merged(po: Path, wanted: Catalog) -> Catalog:
    """Return what stands in *po*, with the sentences *wanted* and no others."""
    with po.open("rb") if po.exists() else BytesIO() as file:
        catalog = read_po(file, locale=po.parent.parent.name)
    catalog.update(wanted, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.project, catalog.version, catalog.fuzzy = "run-flow", "", False
    catalog.creation_date = catalog.revision_date = TIMELESS
    catalog.header_comment = "# make locale collects the sentences; the translations are written here by hand."
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def faults() -> list[str]:
    """Return what is not translated, said nowhere any more, or not compiled (another click may say other things)."""
    wanted = ours()
    found = [f"{ENGLISH.name}: not translated: {key}" for key in untranslated(ENGLISH, wanted)]
    found += [
        f"{ENGLISH.name}: said nowhere: {key}" for key in _texts(read_po, ENGLISH) if key not in set(_ids(wanted))
    ]
    for po in (ENGLISH, CHINESE):
        whole = {key: text for key, text in _texts(read_po, po).items() if _whole(text)}
        if _texts(read_mo, po.with_suffix(".mo")) != whole:
            found.append(f"{po.with_suffix('.mo').name} differs from {po.name}: make locale")
    return found


def untranslated(po: Path, wanted: Catalog) -> list[object]:
    """Return the sentences of *wanted* that *po* does not translate."""
    texts = _texts(read_po, po)
    return [key for key in _ids(wanted) if not _whole(texts.get(key))]


def _collected(*folders: Path) -> Catalog:
    catalog = Catalog()
    for folder in folders:
        for _file, _line, message, comments, context in extract_from_dir(folder, [("**.py", "python")]):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def _texts(read: Callable[..., Catalog], path: Path) -> dict[object, object]:
    with path.open("rb") as file:
        return {_hashable(message.id): _hashable(message.string) for message in read(file) if message.id}


def _ids(catalog: Catalog) -> list[object]:
    return [_hashable(message.id) for message in catalog if message.id]


def _hashable(text: object) -> object:
    return tuple(text) if isinstance(text, list) else text


def _whole(text: object) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


if __name__ == "__main__":
    sys.exit(main())
