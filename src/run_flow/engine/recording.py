"""What the engine asks of whoever records the window: it is handed in from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from run_flow.engine.provenance import Fact
    from run_flow.journal import events
    from run_flow.portal import Portal


Append = Callable[..., None]
"""Put events on disk, all or none."""


class Recorder(Protocol):
    """Records one process's window; what people do for themselves is not in it."""

    def recover(self, append: Append) -> None:
        """Keep what a killed process recorded."""
        ...

    def recording(self, portal: Portal) -> AbstractContextManager[None]:
        """Record *portal* for the block."""
        ...

    def aside(self, why: str, *, secret: bool = False) -> AbstractContextManager[None]:
        """Record nothing for the block; where it is *secret*, not even what the page asks for by itself."""
        ...

    def hear(self, answer: str) -> None:
        """Never tell what a person answered."""
        ...

    def proven(self, place: dict[str, Any], facts: Sequence[Fact]) -> Sequence[events.FieldProven]:
        """Commit to what stood in the fields of the step at *place*."""
        ...

    def finish(self, append: Append) -> None:
        """Keep what was recorded."""
        ...
