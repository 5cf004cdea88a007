"""One process works on a case at a time: a lease with a fence, kept alive, taken over from the dead."""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import structlog
from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from run_flow import errors
from run_flow.journal.clock import Clock
from run_flow.journal.database import Database
from run_flow.journal.schema import cases
from run_flow.language import _

TTL = timedelta(seconds=60)
BEAT_SECONDS = 20.0
_SAME_START_SECONDS = 2.0  # a process's start is only known to about a second on some systems

log = structlog.get_logger()


@dataclass(frozen=True)
class Holder:
    """A process, told from every other one on every machine."""

    host: str
    boot: str
    pid: int
    started: float

    @classmethod
    def current(cls) -> Holder:
        """Return this process."""
        return cls(platform.node(), _boot(), os.getpid(), _started(os.getpid()))

    @classmethod
    def parse(cls, text: str) -> Holder:
        """Return the process that *text* names."""
        host, boot, pid, started = text.rsplit("|", 3)
        return cls(host, boot, int(pid), float(started))

    def __str__(self) -> str:
        return f"{self.host}|{self.boot}|{self.pid}|{self.started:.2f}"

    @property
    def is_dead(self) -> bool:
        """Whether the process is known to have ended; one on another machine never is."""
        return self._lives is False

    @property
    def is_living(self) -> bool:
        """Whether the process is known to be there still, if only stopped; one on another machine never is."""
        return self._lives is True

    @property
    def _lives(self) -> bool | None:
        if (self.host, self.boot) != (platform.node(), _boot()):
            return None
        try:
            another = abs(_started(self.pid) - self.started) > _SAME_START_SECONDS
            return not another and psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return None


def at_work(owner: str | None, until: datetime | None, *, now: datetime) -> bool:
    """Tell whether the process that *owner* names is there, or may be: nobody here can tell, and its lease runs on."""
    if owner is None:
        return False
    holder = Holder.parse(owner)
    return holder.is_living or (not holder.is_dead and until is not None and until > now)


class Lease:
    """The right to write a case's journal, held until somebody else's fence is higher."""

    def __init__(self, database: Database, clock: Clock, case_id: str) -> None:
        """Take *case_id*; raise CaseHeld where a living process holds it."""
        self.case_id = case_id
        self.owner = str(Holder.current())
        self._database = database
        self._clock = clock
        self.turn = threading.Lock()  # the heartbeat may raise the fence: whoever uses it takes a turn
        self.fence, self._kept_at = self._take()

    def check(self) -> None:
        """Make sure that the case is still ours and keep it another minute; raise CaseHeld otherwise.

        After a gap longer than the lease (a laptop's lid) it is taken anew, under a higher fence.
        """
        with self.turn, self._database.write() as connection:
            now = _now(connection, self._clock)
            fence = self.fence + (now - self._kept_at > TTL)
            mine = (cases.c.id == self.case_id) & (cases.c.fence == self.fence) & (cases.c.lease_owner == self.owner)
            kept = connection.execute(update(cases).where(mine).values(fence=fence, lease_until=now + TTL))
            if not kept.rowcount:
                raise held(connection, self.case_id)
            self.fence, self._kept_at = fence, now

    def release(self) -> None:
        """Give the case back, where it is still ours."""
        with self.turn, self._database.write() as connection:
            mine = (cases.c.id == self.case_id) & (cases.c.fence == self.fence)
            free = {"lease_owner": None, "lease_since": None, "lease_until": None}
            connection.execute(update(cases).where(mine).values(free))

    def _take(self) -> tuple[int, datetime]:
        with self._database.write() as connection:
            now = _now(connection, self._clock)
            row = connection.execute(select(cases).where(cases.c.id == self.case_id)).one()
            seen = (cases.c.id == self.case_id) & (cases.c.fence == row.fence)
            if (
                row.lease_until is None
                or row.lease_until <= now
                or not at_work(row.lease_owner, row.lease_until, now=now)
            ):
                mine = {"lease_owner": self.owner, "lease_since": now, "lease_until": now + TTL, "fence": row.fence + 1}
                if connection.execute(update(cases).where(seen).values(mine)).rowcount:
                    return row.fence + 1, now
            elif row.lease_until > now + TTL:
                # No lease is that long: its clock was ahead of ours. A living holder's next beat prolongs it again.
                connection.execute(update(cases).where(seen).values(lease_until=now + TTL))
            refused = held(connection, self.case_id)
        raise refused


@contextmanager
def leased(database: Database, clock: Clock, case_id: str, *, beat_seconds: float = BEAT_SECONDS) -> Iterator[Lease]:
    """Hold *case_id* for the block, kept alive by a thread with a connection of its own."""
    lease = Lease(database, clock, case_id)
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(lease, ended, beat_seconds), name="lease", daemon=True)
    heart.start()
    try:
        yield lease
    finally:
        ended.set()
        heart.join()
        _release(lease)


def held(connection: Connection, case_id: str) -> errors.CaseHeld:
    """Return the error that tells who holds *case_id* and since when."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one()
    if row.lease_owner is None:
        return errors.CaseHeld(_("另一个进程接手过这家公司"), remedy=_("用同一条命令继续。"))
    holder = Holder.parse(row.lease_owner)
    found = _("{host} 上的进程 {pid} 从 {since} 起正在办理这家公司").format(
        host=holder.host, pid=holder.pid, since=row.lease_since.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    )
    return errors.CaseHeld(found, doing=_("接手办理"), remedy=_("等它结束，或结束那个进程，再用同一条命令继续。"))


def _beat(lease: Lease, ended: threading.Event, beat_seconds: float) -> None:
    while not ended.wait(beat_seconds):
        try:
            lease.check()
        except errors.CaseHeld:
            log.warning("lease_lost", fence=lease.fence)
            return
        except errors.JournalUnwritable as error:
            log.warning("lease_not_kept", error=str(error))


def _release(lease: Lease) -> None:
    try:
        lease.release()
    except errors.JournalUnwritable as error:
        log.warning(
            "lease_not_released", error=str(error)
        )  # it runs out by itself; the reason for leaving matters more


def _now(connection: Connection, clock: Clock) -> datetime:
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.now())).scalar_one()
        return moment
    return clock.now()


def _boot() -> str:
    """Return what tells one numbering of processes from another: containers on one boot have a numbering each."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return "-"  # elsewhere the start relative to the boot tells enough


def _started(pid: int) -> float:
    return float(psutil.Process(pid).create_time() - psutil.boot_time())
