"""A flow starts, ends and goes on, with its state on disk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.sweep.soundness import chain_faults
from tests.unit.engine.errand import errand
from tests.unit.engine.model import ID_NUMBER, Office

from run_flow import errors
from run_flow.engine.flow import Flow, flow
from run_flow.engine.run import Run
from run_flow.journal.files import Vault
from run_flow.journal.rows import RunRow


def raising(error: BaseException | None) -> Flow:
    """Return an errand that ends with *error*."""

    @flow(title="会停")
    def ending(_run: Run) -> None:
        if error is not None:
            raise error

    return ending


def runs(office: Office) -> list[RunRow]:
    """Return the runs."""
    with office.ledger() as ledger:
        return ledger.runs()


def test_a_done_run_is_told_and_closed(office: Office) -> None:
    """A run that is done has a short id, and leaves no ask open."""
    result = office.go(errand)
    assert (result.case_id, result.run_id, result.company) == ("abababab", "abababab-errand-1", "深圳甲公司")
    assert [run.state for run in runs(office)] == ["done"]
    with office.ledger() as ledger:
        assert {ask.state for ask in ledger.asks(state=None)} == {"used"}
        assert chain_faults(ledger, "abababab") == []


def test_after_a_done_run_the_command_starts_another(office: Office) -> None:
    """An errand may be done again; what stands on the portal is adopted."""
    office.go(errand)
    result = office.go(errand)
    assert result.run_id == "abababab-errand-2"
    assert len(office.model.submissions) == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (errors.WaitingForPerson("财务"), "waiting"),
        (errors.WaitingForReview("审核"), "review"),
        (errors.DryRunEnded("提交"), "stopped"),
        (KeyboardInterrupt(), "stopped"),
        (errors.WindowClosed(), "stopped"),
        (errors.PortalRefused("不清晰"), "refused"),
        (errors.OutcomeUnknown(), "unknown"),
        (errors.PortalChanged(), "failed"),
        (ValueError(f"坏了 {ID_NUMBER}"), "failed"),
    ],
)
def test_whatever_ends_a_run_is_on_disk_and_the_same_command_goes_on(
    office: Office, error: BaseException, state: str
) -> None:
    """The state tells who acts next; the next process goes on with the same run."""
    with pytest.raises(type(error)):
        office.go(raising(error))
    [run] = runs(office)
    assert run.state == state
    assert ID_NUMBER not in run.reason
    office.go(raising(None))
    assert [run.state for run in runs(office)] == ["done"]
    assert office.told.resumed == [False, True]


def test_a_changed_profile_is_told(office: Office) -> None:
    """Going on with other facts is told: what was submitted stays as it is."""
    with pytest.raises(KeyboardInterrupt):
        office.go(raising(KeyboardInterrupt()))
    office.digest = "d2"
    office.go(raising(None))
    assert len(office.told.said) == 1
    assert runs(office)[0].digest == "d2"


def test_a_second_process_is_refused(office: Office) -> None:
    """While one process works on a case another is told who does, and touches nothing."""

    @flow(title="并行")
    def parallel(_run: Run) -> None:
        with pytest.raises(errors.CaseHeld):
            office.go(raising(None))

    office.go(parallel)
    assert len(office.portals) == 1


def test_a_refused_process_leaves_the_others_secrets_alone(office: Office) -> None:
    """A code that was just handed over is still there for the process that asked, after another one was refused."""
    vault = Vault(office.home / "cases" / "abababab" / "secrets")

    @flow(title="并行")
    def parallel(_run: Run) -> None:
        ref = vault.put("code-1", "846113")
        with pytest.raises(errors.CaseHeld):
            office.go(raising(None))
        assert vault.take(ref) == "846113"
        vault.put("code-2", "731925")

    office.go(parallel)
    assert list((office.home / "cases" / "abababab" / "secrets").iterdir()) == []


def test_a_session_that_ends_again_and_again_ends_the_run(office: Office) -> None:
    """A flow that is signed out goes on after a sign-in, but not for ever."""
    from run_flow.portal import SignedOut

    with pytest.raises(SignedOut):
        office.go(raising(SignedOut()))
    assert runs(office)[0].state == "failed"


def test_a_browser_that_closes_badly_does_not_undo_the_errand(office: Office) -> None:
    """The errand was done; that the window made trouble afterwards is no failure of the run."""
    opened = office._opened

    def badly(folder: Any) -> Any:
        from contextlib import contextmanager

        @contextmanager
        def closing() -> Any:
            with opened(folder) as portal:
                yield portal
            raise OSError("window")

        return closing()

    office._opened = badly  # type: ignore[method-assign]
    with pytest.raises(OSError, match="window"):
        office.go(raising(None))
    assert runs(office)[0].state == "done"


def test_the_banner_is_a_surface(office: Office) -> None:
    """What is pressed in the window's note is an answer like any other."""
    office.people.acts.pop("submit-approval")
    office.prepare = lambda portal: portal.banner.pressed.append(("submit-approval-1", "同意"))
    answers = []

    def watch(portal: Any) -> None:
        show = portal.banner.show

        def showing(*words: Any, **facts: Any) -> None:
            show(*words, **facts)
            if facts["ask_id"] == "submit-approval-1":
                portal.banner.pressed.append(("submit-approval-1", "同意"))
                answers.append(facts["choices"])

        portal.banner.show = showing

    office.prepare = watch
    office.go(errand)
    assert answers == [("同意", "不同意")]
    assert len(office.model.submissions) == 1


@pytest.mark.parametrize("attended", [True, False])
@pytest.mark.parametrize("error", [errors.DryRunEnded("提交"), errors.WaitingForPerson("财务"), KeyboardInterrupt()])
def test_a_dry_run_leaves_a_run_in_earnest_as_it_was(office: Office, error: BaseException, attended: bool) -> None:  # noqa: FBT001  pytest hands parameters over by name
    """What is in review stays in review, with the moment at which it is looked at again; no look is lost."""
    look_at = office.clock.now() + timedelta(hours=4)
    with pytest.raises(errors.WaitingForReview):
        office.go(raising(errors.WaitingForReview("审核", look_at=look_at)))
    [before] = runs(office)
    office.clock.pass_by(minutes=5)
    with pytest.raises(type(error)):
        office.go(raising(error), dry_run=True, attended=attended)
    assert runs(office) == [before]
    assert (before.state, before.look_at, before.dry_run) == ("review", look_at, False)
    office.go(raising(None), dry_run=True)
    assert runs(office)[0].state == "done"


def test_a_dry_run_becomes_one_in_earnest(office: Office) -> None:
    """Not the other way round."""
    for dry_run in (True, True, False):
        with pytest.raises(KeyboardInterrupt):
            office.go(raising(KeyboardInterrupt()), dry_run=dry_run)
        assert (runs(office)[0].dry_run, runs(office)[0].state) == (dry_run, "stopped")
