"""A portal in memory that counts what it received, a clock whose days pass in a moment, people who act when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, Self

from tests.unrecorded import Unrecorded

from run_flow import errors
from run_flow.disk import private_folder
from run_flow.engine.execute import RunResult, execute
from run_flow.engine.flow import Flow
from run_flow.engine.people import AskView
from run_flow.engine.session import Means
from run_flow.journal.ledger import Ledger
from run_flow.portal.account import Account, Header
from run_flow.portal.readback import Wanted
from run_flow.redact import Redactor

ID_NUMBER = "110101199003078515"


class FakeClock:
    """Time passes only where somebody waits."""

    def __init__(self) -> None:
        """Begin on a working day."""
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_by(self, **span: float) -> None:
        """Move on."""
        self.moment += timedelta(**span)


@dataclass
class Model:
    """The portal's own state: it outlives every process of ours."""

    clock: FakeClock
    lists_late: timedelta = timedelta(0)
    session: bool = True
    draft: dict[str, str] = field(default_factory=dict)
    submissions: list[datetime] = field(default_factory=list)
    payments: list[datetime] = field(default_factory=list)
    deposit: str = "0.37"
    verified: list[str] = field(default_factory=list)
    decided: str = ""
    reply_lost: bool = False
    down: int = 0
    on_commit: Callable[[str], None] = lambda _when: None
    account: tuple[str, str] = ("深圳甲公司", "服务号")
    listed: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> str:
        """Return the portal's own word for where the application stands."""
        if self.decided:
            return self.decided
        if self.verified:
            return "审核中"
        if self.payments:
            return "待验证"
        listed = [at for at in self.submissions if self.clock.now() >= at + self.lists_late]
        return "待支付" if listed else "填写中"


class FakeForm:
    """A section whose fields are the model's draft."""

    def __init__(self, portal: FakePortal, title: tuple[str, ...]) -> None:
        """Stand for the section *title*."""
        self.portal, self.title = portal, title
        self.lasting = True
        self.proofs: dict[Any, Any] = {}
        self.typed: list[str] = []
        self.stands: list[str] = []
        self.values: dict[str, str] = {}
        self.heard: Callable[[Wanted], None] = lambda _wanted: None
        self.address = portal.page.url
        self.partner: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        """Leave the page as it is."""

    def pause(self) -> None:
        """Let a person take over."""
        if self.partner:
            self.partner.pause()

    def held(self) -> dict[str, str]:
        """Return what the section's controls hold."""
        return dict(self.portal.model.draft)

    def fill(self, label: str, value: str) -> None:
        """Make *value* stand, unless a person keeps what they typed."""
        self.pause()
        self.heard(Wanted((label,), "text", value))
        held = self.portal.model.draft.get(label, "")
        field = SimpleNamespace(label=label, value=held, text=held, empty=not held)
        stands = held == value
        if not stands and self.partner and self.partner.keeps(Wanted((label,), "text", value), field):
            self.stands.append(label)
            return
        self.values[label] = value
        (self.stands if stands else self.typed).append(label)

    def save(self, _button: str = "下一步") -> None:
        """Put the values into the draft."""
        self.pause()
        self.portal.model.draft.update(self.values)
        self.portal.saved.append(self)


class FakeBanner:
    """Keeps what it was told to show; its strip's button is pressed where it is ``over``."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.shown: list[str] = []
        self.pressed: list[tuple[str, str]] = []
        self.refused = ""
        self.over = False
        self.strips: list[str] = []

    def strip(self, text: str, *, button: str, pressed: str) -> None:
        """Remember what the strip says."""
        assert button != pressed
        self.strips.append(text)

    def wanted(self) -> bool:
        """Return whether its button was pressed."""
        over, self.over = self.over, False
        return over

    def show(self, _title: str, text: str, *, refused: str = "", **_facts: object) -> None:
        """Remember *text*."""
        self.shown.append(text)
        self.refused = refused

    def clear(self) -> None:
        """Remember that nothing is shown."""
        self.shown.append("")

    def take(self) -> list[tuple[str, str]]:
        """Return what was pressed."""
        taken, self.pressed = self.pressed, []
        return taken


BUTTONS = {"status": (), "confirm": ("提交审核",), "verify": ("提交验证",), "home": (), "pay": ()}


class FakePortal:
    """The public methods of run_flow.portal.Portal that the engine uses, over a model."""

    def __init__(self, model: Model) -> None:
        """Open a window on *model*."""
        self.pending: list[Any] = []
        self.model = model
        self.page = SimpleNamespace(url="home")
        self.saved: list[FakeForm] = []
        self.banner = FakeBanner()
        self.complaints: list[str] = []
        self.loads = 0
        self.ticks = 0
        self.closed = False
        self.scanned: Callable[[], None] = lambda: None
        self.compared = 0
        self.visiting = False
        self.answered = False

    def open(self, *paths: str) -> None:
        """Go to a page; its name is the first of *paths*."""
        if self.model.down:
            self.model.down -= 1
            raise errors.PortalDown
        self.refuse_signed_out()
        self.page.url = paths[0]
        self.complaints = []

    def visit(self, *paths: str) -> None:
        """Go to a page for everybody."""
        self.visiting = True
        self.page.url = paths[0]

    def form(self, *title: str) -> FakeForm:
        """Return the section."""
        return FakeForm(self, title)

    def read(self, label: str) -> str | None:
        """Return what stands beside *label*."""
        return self.model.status if (label, self.page.url) == ("认证状态", "status") else self.model.draft.get(label)

    def shows(self, text: str) -> bool:
        """Tell whether the page shows *text*."""
        return self.page.url == "pay" and text == "支付成功" and bool(self.model.payments)

    def pressable(self, label: str) -> bool:
        """Tell whether the page has the button."""
        return label in BUTTONS[self.page.url]

    def press(self, label: str, *, within: str | None = None) -> None:
        """Press the button; the model commits, and may lose the reply."""
        if not self.pressable(label):
            raise errors.PortalChanged
        self.refuse_signed_out()
        self.model.on_commit("before")
        self._commit(label)
        self.model.on_commit("after")
        if self.model.reply_lost:
            raise errors.PortalDown

    def refuse_signed_out(self) -> None:
        """Raise where nobody is signed in any more."""
        from run_flow.portal import SignedOut

        if not self.model.session:
            raise SignedOut

    def _commit(self, label: str) -> None:
        if label == "提交审核":
            self.model.submissions.append(self.model.clock.now())
            self.page.url = "pay"
        elif self.model.draft["打款金额"] != self.model.deposit:
            self.complaints = ["打款金额不正确，还可尝试2次"]
        else:
            self.model.verified.append(self.model.draft["打款金额"])
            self.page.url = "status"

    def error_texts(self) -> list[str]:
        """Return what the page complains about."""
        return self.complaints

    def said(self) -> list[str]:
        """Return what was sent: nobody listens here."""
        return []

    def screenshot(self) -> bytes:
        """Return a picture."""
        return b"masked"

    def regain(self, forms: list[FakeForm]) -> None:
        """Go back to where the first of *forms* stands."""
        if forms:
            self.page.url = forms[0].address

    def reread(self) -> None:
        """Count that the forms were compared."""
        self.compared += 1

    def wait(self, ms: float) -> None:
        """Let time pass; a closed window is noticed here."""
        if self.closed:
            raise errors.WindowClosed
        self.ticks += 1
        assert self.ticks < 100_000, "nobody acts"
        self.model.clock.pass_by(milliseconds=ms)

    def shows_section(self, *titles: str) -> bool:
        """Tell whether the page is one of *titles*."""
        return self.page.url in titles

    def download(self, label: str, folder: Path) -> Path:
        """Keep what *label* gives in *folder*."""
        private_folder(folder)
        path = folder / label
        path.write_bytes(b"pdf")
        return path

    def qr(self, _near: str | None = None) -> SimpleNamespace:
        """Return a code that is another one each minute."""
        return SimpleNamespace(
            png=f"picture {self.model.clock.now():%H%M}".encode(), text=f"{self.model.clock.now():%H%M}"
        )

    def until(self, condition: Callable[[], Any]) -> Any:
        """Look once: this portal shows at once what it shows."""
        return condition()

    def enter(self) -> None:
        """Raise where nobody is signed in."""
        self.refuse_signed_out()

    def header(self) -> Header:
        """Return the account whose session it is."""
        name, kind = self.model.account
        return Header((name,), (name, kind, "退出登录"))

    def switch_account(self, account: Account) -> bool:
        """Go over to the account where the person's list has it."""
        for name, kind in self.model.listed:
            if name in account.names and kind == account.kind:
                self.model.account = (name, kind)
                return True
        return False

    def forget_sign_in(self) -> None:
        """Leave the session."""
        self.model.session = False

    @property
    def signed_in(self) -> bool:
        """Tell whether a session stands."""
        return self.model.session

    def sign_in_failures(self) -> list[str]:
        """Return why nobody was let in."""
        return []

    def show_sign_in(self) -> None:
        """Go to the front page."""
        self.page.url = "home"

    def state(self) -> str:
        """Return what the sign-in page says."""
        return "waiting"

    def save_sign_in(self, path: Path) -> None:
        """Keep the session."""
        path.write_text("cookies", encoding="utf-8")


class People:
    """A surface whose people act as soon as they see an ask: they answer by its key, or do something."""

    name = "people"

    def __init__(self, acts: dict[str, str | list[str] | Callable[[AskView], str | None]]) -> None:
        """Act by an ask's key: type a text, several one after the other, or do something."""
        self.acts = acts
        self.seen: list[AskView] = []
        self.refused: list[str] = []
        self.cleared: list[str] = []
        self.watch: Callable[[AskView], None] = lambda _ask: None
        self._typed: list[tuple[str, str]] = []

    def show(self, ask: AskView) -> None:
        """Act on an ask that is new."""
        first = ask.id not in {view.id for view in self.seen}
        self.seen.append(ask)
        self.watch(ask)
        act = self.acts.get(ask.id.rpartition("-")[0])
        if not first or act is None:
            return
        typed = act(ask) if callable(act) else act
        texts = [typed] if isinstance(typed, str) else typed or []
        self._typed.extend((ask.id, text) for text in texts)

    def clear(self, ask_id: str) -> None:
        """Remember that the ask is gone."""
        self.cleared.append(ask_id)

    def take(self) -> list[tuple[str, str]]:
        """Return one thing that was typed."""
        typed, self._typed = self._typed[:1], self._typed[1:]
        return typed

    def refuse(self, _ask_id: str, why: str) -> None:
        """Remember why."""
        self.refused.append(why)


class Told:
    """A narrator that remembers."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.steps: list[tuple[str, str]] = []
        self.fields: list[str] = []
        self.said: list[str] = []
        self.left: list[timedelta] = []
        self.resumed: list[bool] = []

    def run(self, _title: str, *, resumed: bool, **_facts: str) -> None:
        """Remember whether the run went on."""
        self.resumed.append(resumed)

    def step(self, title: str, news: str) -> None:
        """Remember the news."""
        self.steps.append((title, news))

    def field(self, label: str) -> None:
        """Remember the field."""
        self.fields.append(label)

    def waiting(self, _ask: AskView, left: timedelta) -> None:
        """Remember the time left."""
        self.left.append(left)

    def say(self, text: str) -> None:
        """Remember the sentence."""
        self.said.append(text)


@cache
def empty_ledger() -> bytes:
    """Return the file of a new ledger: to make one takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        Ledger.open(path, clock=FakeClock()).close()
        return path.read_bytes()


@dataclass
class Office:
    """One company's desk: the same command may be given again and again, with whatever ledger."""

    home: Path
    clock: FakeClock = field(default_factory=FakeClock)
    digest: str = "d1"
    told: Told = field(default_factory=Told)
    patience: timedelta = timedelta(minutes=1)
    people: People = field(default_factory=lambda: People({}))
    portals: list[FakePortal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model = Model(self.clock)
        self.prepare: Callable[[FakePortal], None] = lambda _portal: None

    @property
    def profile(self) -> SimpleNamespace:
        """Return the facts of the profile that the engine itself asks for."""
        company = SimpleNamespace(name="深圳甲公司", credit_code="91440300MA5F00000X")
        account = SimpleNamespace(name="深圳甲公司")
        programs = [SimpleNamespace(name="甲商城"), SimpleNamespace(name="甲课堂")]
        return SimpleNamespace(
            account=account,
            mini_programs=programs,
            key="ab" * 32,
            digest=self.digest,
            company=company,
            secrets=lambda: [("id_number", ID_NUMBER)],
            where=lambda _field: "profile.yaml:1:1",
        )

    def ledger(self) -> Ledger:
        """Open the ledger, as one process does."""
        path = self.home / "journal.db"
        if not path.exists():
            private_folder(self.home)
            path.write_bytes(empty_ledger())
        return Ledger.open(path, clock=self.clock)

    def go(
        self, flow: Flow, *, ledger: Ledger | None = None, dry_run: bool = False, attended: bool = True
    ) -> RunResult:
        """Give the command once, or look where nobody has *attended*."""
        opened = ledger or self.ledger()
        try:
            return execute(
                flow,
                self.profile,  # type: ignore[arg-type]
                means=Means(
                    ledger=opened,
                    clock=self.clock,
                    surfaces=[self.people] if attended else [],
                    narrator=self.told,
                    redactor=Redactor(),
                    patience=self.patience,
                    look_every=timedelta(minutes=1),
                    dry_run=dry_run,
                    attended=attended,
                ),
                home=self.home,
                open_portal=self._opened,  # type: ignore[arg-type]
                recorder=Unrecorded,
            )
        finally:
            opened.close()

    @contextmanager
    def _opened(self, folder: Path) -> Iterator[FakePortal]:
        assert folder.is_dir()
        portal = FakePortal(self.model)
        self.portals.append(portal)
        self.prepare(portal)
        yield portal
