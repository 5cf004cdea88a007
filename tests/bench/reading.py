"""Print what cross-reading costs, what it reads, and how many values one character wrong it calls a match (none).

    python tests/bench/reading.py [SAMPLE …]

Every sample document as it is, blurred, tilted, small and on its side; minutes of work.
"""

from __future__ import annotations

import collections
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/unit/profile/reading"), str(ROOT / "src")]

from one_off import facts_of, misstated  # noqa: E402  it lies beside the tests

from run_flow.profile.reading import engine  # noqa: E402
from run_flow.profile.reading.crossing import Sighting  # noqa: E402
from run_flow.profile.reading.engine import Page  # noqa: E402
from run_flow.profile.reading.expected import Expected, expected_on  # noqa: E402

PROFILES = ROOT / "fixtures/profiles"
DOCUMENTS = {
    "company.licence": "licence.jpg",
    "letter": "letter.jpg",
    "legal_person.id_front": "legal-person-front.jpg",
    "legal_person.id_back": "legal-person-back.jpg",
    "operator.id_front": "operator-front.jpg",
    "operator.id_back": "operator-back.jpg",
}
VARIANTS: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda image: image,
    "slight blur": lambda image: image.filter(ImageFilter.GaussianBlur(1.5)),
    "tilted 2°": lambda image: image.rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor="white"),
    "1000 px": lambda image: image.resize([round(side * 1000 / max(image.size)) for side in image.size]),
    "on its side": lambda image: image.rotate(90, expand=True),
}


@dataclass
class Figures:
    """What one variant took and gave."""

    walls: list[list[float]] = field(default_factory=list)
    fared: collections.Counter[str] = field(default_factory=collections.Counter)
    tried: int = 0
    wrongly: list[str] = field(default_factory=list)


def main(samples: list[str]) -> None:
    """Read everything and print a table."""
    figures: dict[str, Figures] = collections.defaultdict(Figures)
    with tempfile.TemporaryDirectory() as folder:
        for variant, draw in VARIANTS.items():
            for sample in samples:
                facts = facts_of(PROFILES / sample / "profile.yaml")
                for document, name in DOCUMENTS.items():
                    picture = Path(folder) / "picture.jpg"
                    with Image.open(PROFILES / sample / "documents" / name) as image:
                        draw(image).save(picture, quality=88)
                    _read(figures[variant], picture, document=document, facts=facts)
            print(_row(variant, figures[variant]), flush=True)
    wrongly = [wrong for each in figures.values() for wrong in each.wrongly]
    print(f"\none character wrong: {sum(each.tried for each in figures.values())} tried, {len(wrongly)} called a match")
    print("\n".join(wrongly))


def _read(figures: Figures, picture: Path, *, document: str, facts: Mapping[str, str]) -> None:
    pages, walls = [], []
    looks = engine.looks(picture)
    begun = time.perf_counter()
    while page := next(looks, None):
        pages.append(page)
        walls.append(time.perf_counter() - begun)
        begun = time.perf_counter()
    expected_here = expected_on(document, facts)
    if any(_fared(expected, pages) == "absent" for expected in expected_here) and (page := engine.turned(picture)):
        pages.append(page)
    figures.walls.append(walls)
    figures.fared.update(_fared(expected, pages) for expected in expected_here)
    for expected in misstated(document, facts):
        figures.tried += 1
        if _sighted(expected, pages).matched:
            figures.wrongly.append(f"{document} {expected.field} {expected.stated}")


def _sighted(expected: Expected, pages: list[Page]) -> Sighting:
    sighting = Sighting(expected)
    for page in pages:
        sighting.look(page)
    return sighting


def _fared(expected: Expected, pages: list[Page]) -> str:
    sighting = _sighted(expected, pages)
    if sighting.matched and sighting.page:
        return ("1st", "2nd", "3rd", "turned")[pages.index(sighting.page)]
    return sighting.best.state


def _row(variant: str, figures: Figures) -> str:
    first = [walls[0] for walls in figures.walls]
    worst = [sum(walls[:3]) for walls in figures.walls]
    fared = "  ".join(f"{name} {figures.fared[name]}" for name in ("1st", "2nd", "3rd", "turned", "near", "absent"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{variant:<12} pages {len(first)}  wall/page first look {sum(first) / len(first):.2f} s, "
        f"all three {sum(worst) / len(worst):.2f} s | {fared} | wrong {figures.tried} → {len(figures.wrongly)} | "
        f"peak {peak} MB"
    )


if __name__ == "__main__":
    main(sys.argv[1:] or ["company", "household"])
