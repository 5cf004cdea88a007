"""Random edits of the script between random deaths of its processes: each run ends done, with everything done once."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.engine.edited import EDITS, Desk
from tests.unit.engine.test_kills import DyingLedger, Killed

from run_flow.errors import Suspended

CLICK = sorted(name for name in EDITS if name.startswith("click"))
OTHERS = sorted(EDITS.keys() - set(CLICK))
VERSIONS = st.tuples(st.sampled_from(["", *OTHERS]), st.sampled_from(["", *CLICK]))
DEATHS = st.tuples(st.integers(1, 30), st.booleans())
LIVES = st.lists(st.tuples(VERSIONS, DEATHS, st.sampled_from(["继续", "继续", "停下", None])), min_size=1, max_size=3)


ONLY_TRY = (Phase.explicit, Phase.reuse, Phase.generate)  # a smaller example takes many minutes to find


@settings(max_examples=12, deadline=None, phases=ONLY_TRY, suppress_health_check=[HealthCheck.too_slow])
@given(lives=LIVES, last=VERSIONS, late=st.sampled_from([0, 90]))
def test_whatever_is_edited_between_whatever_deaths_everything_is_done_once(
    lives: list[tuple[tuple[str, str], tuple[int, bool], str | None]], last: tuple[str, str], late: int
) -> None:
    """One submission, one payment, one deposit, no stuck run; whoever agreed to a version is not asked about it again."""
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.office.model.lists_late = timedelta(seconds=late)
        for version, (number, before), says in lives:
            write(desk, version)
            with suppress(Killed, Suspended), desk.office.ledger() as ledger:
                desk.finish(says=says, ledger=DyingLedger(ledger, number, before=before))
        write(desk, last)
        if desk.states != ["done"]:
            desk.finish()
        assert (desk.counts, set(desk.states)) == ((1, 1, 1), {"done"})
        agreed = [(ask.run_id, ask.key, ask.question) for ask in desk.asked() if ask.value == "继续"]
        assert len(agreed) == len(set(agreed))


def write(desk: Desk, version: tuple[str, str]) -> None:
    """Write the script with the edits that *version* names."""
    desk.write(*(edit for name in version if name for edit in EDITS[name]))
