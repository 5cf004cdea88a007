"""What a flow script is made of: ``@flow`` for the errand, ``@step`` for each of its facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import FunctionType
from typing import TYPE_CHECKING, cast

from run_flow.engine.digest import ScriptStep
from run_flow.engine.step import Step, Unproven

if TYPE_CHECKING:
    from run_flow.engine.run import Run

SETTLE = timedelta(minutes=2)


@dataclass(frozen=True)
class Flow:
    """One errand: a plain function that calls its steps in order."""

    name: str
    title: str
    needs: str
    body: Callable[[Run], None]
    of: str = "服务号"
    """What it is done for: the company's 服务号, or each of its 小程序."""
    leads_to: str = ""
    """What a company has once this and everything that it needs is done; "" where the journey goes on or passes by."""
    script: tuple[ScriptStep, ...] = ()
    """What the steps did when the script was read; empty for a flow that was not read from a file."""
    sources: tuple[str, ...] = ()
    """The texts that were read: the files that it takes names from, and itself last."""

    def __call__(self, run: Run) -> None:
        """Do the errand."""
        self.body(run)

    @property
    def command(self) -> str:
        """Return the word by which the command line knows it."""
        return self.name.replace("_", "-")

    def step(self, name: str) -> Step | None:
        """Return the script's step that goes, or went, by *name*."""
        body = cast("FunctionType", self.body)
        cells = (cell.cell_contents for cell in body.__closure__ or ())
        known = [found for found in (*body.__globals__.values(), *cells) if isinstance(found, Step)]
        return next((step for step in known if name in step.names), None)


def flow(
    *, title: str, needs: str = "", of: str = "服务号", leads_to: str = ""
) -> Callable[[Callable[[Run], None]], Flow]:
    """Make the function the errand *title*.

    Args:
        title: What people call it.
        needs: The flow that comes before it.
        of: 服务号, or 小程序 where it is done for each of them.
        leads_to: What a company has at the end of its journey, where this is the last errand of it.
    """

    def decorate(body: Callable[[Run], None]) -> Flow:
        return Flow(name=body.__name__, title=title, needs=needs, of=of, leads_to=leads_to, body=body)

    return decorate


def step(
    *,
    title: str,
    was: tuple[str, ...] = (),
    done_when: Callable[[Run], bool] | None = None,
    settle: timedelta = SETTLE,
    unproven: Unproven = "ask",
) -> Callable[[Callable[[Run], None]], Step]:
    """Make the function the step *title*, known in the journal by its name.

    Args:
        title: The portal's own name of the section.
        was: Names that the function had in earlier versions of the script.
        done_when: Tells from the portal, without a side effect, that the step is done; only such a step may click_once.
        settle: How long after the click the portal may still not show what came of it.
        unproven: What happens when the portal never shows it: a person is asked, or the click is made again.
    """

    def decorate(body: Callable[[Run], None]) -> Step:
        return Step(
            key=body.__name__, title=title, was=was, done_when=done_when, settle=settle, unproven=unproven, body=body
        )

    return decorate
