"""A mock portal that is really served, and people who hear a fake run-flow."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mock_portal.server import Running, start
from mock_portal.tickets import picture
from people import Crowd

FAKE = Path(__file__).with_name("fake_run_flow.py")


@pytest.fixture
def portal() -> Iterator[Running]:
    """Serve the mock portal of the sample company."""
    with start() as running:
        yield running


class Asking:
    """The side of run-flow: asks that the test opens, and the answers that came."""

    command = (sys.executable, str(FAKE))

    def __init__(self, home: Path) -> None:
        """Begin with nothing asked."""
        home.mkdir()
        self.home = home
        (home / "asks.jsonl").touch()

    def ask(self, id: str, **facts: Any) -> None:  # noqa: A002  an ask's own word
        """Open an ask, or tell it again with other *facts*."""
        told = {
            "case_id": "c0ffee00",
            "id": id,
            "kind": "ask",
            "question": "请办理",
            "role": "经办人",
            "channel": "终端",
        }
        self.write(json.dumps(told | {"answer": None, "picture": None} | facts, ensure_ascii=False))

    def write(self, line: str) -> None:
        """Print *line* on the side of run-flow."""
        with (self.home / "asks.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def show(self, text: str) -> str:
        """Keep a picture of the code *text* and return its path."""
        path = self.home / f"{len(list(self.home.glob('*.png')))}.png"
        path.write_bytes(picture(text))
        return str(path)

    @property
    def answers(self) -> dict[str, str]:
        """Return what was answered, by ask."""
        file = self.home / "answers.jsonl"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        return {each["ask"]: each["text"] for each in map(json.loads, lines)}


@pytest.fixture
def asking(home: Path) -> Asking:
    """Return the side of run-flow."""
    return Asking(home)


@pytest.fixture
def crowd(portal: Running, asking: Asking) -> Iterator[Any]:
    """Return a function that brings people with whims to life; all of them go home at the end."""
    alive: list[Crowd] = []

    def live(**facts: Any) -> Crowd:
        people = Crowd(home=asking.home, portal=portal.address, key=portal.key, run_flow=asking.command, **facts)
        alive.append(people)
        return people.start()

    yield live
    for people in alive:
        people.stop()
