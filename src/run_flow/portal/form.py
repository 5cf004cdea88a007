"""One titled section of a page as a form: every setter makes a value stand, and types only what differs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import structlog

from run_flow.language import _
from run_flow.portal import codes, readback, saving, widgets
from run_flow.portal.faults import speaks_ours
from run_flow.portal.locate import KINDS, Field, Labels, aliases, find
from run_flow.portal.proof import Proof
from run_flow.portal.readback import Wanted
from run_flow.portal.section import Section
from run_flow.profile import regions

if TYPE_CHECKING:
    from run_flow.portal.portal import Portal

log = structlog.get_logger()
SETTLE_MS = 1_000
TEXT = ("text", "password", "date")
PROVEN = "已验证"
CONSENT = re.compile(r"阅读并|^我.*同意")


class Partner(Protocol):
    """A person who may fill in a part of the form themselves."""

    def pause(self) -> None:
        """Let them take over before the next touch."""
        ...

    def keeps(self, wanted: Wanted, field: Field) -> bool:
        """Tell whether what *field* holds, other than *wanted*, is theirs and stays."""
        ...

    def meet(self, label: str) -> None:
        """Make sure that somebody is there to tell what comes to a phone for *label*."""
        ...


@speaks_ours
class Form(Section):
    """A section that is filled in; as a context manager it waits until the section is there."""

    def __init__(self, portal: Portal, title: tuple[str, ...]) -> None:
        """Stand for the section with one of the names in *title*."""
        super().__init__(portal, title)
        self.address = portal.page.url
        self.wanted: list[Wanted] = []
        self.typed: list[str] = []
        self.stands: list[str] = []
        self.proofs: dict[tuple[str, ...], Proof] = {}
        self.heard: Callable[[Wanted], None] = _nobody
        self.partner: Partner | None = None
        self.praise = ""
        self.codes: list[codes.Asked] = []

    def __enter__(self) -> Self:
        """Wait for the section; raise :class:`~run_flow.errors.PortalChanged` where it does not come."""
        self.portal.meet(self.title)
        self.address = self.portal.page.url
        return self

    def __exit__(self, *_failure: object) -> None:
        """Leave the page as it is: only :meth:`save` sends anything."""

    @property
    def lasting(self) -> bool:
        """Tell whether the portal shows anything of this again, so that it can be compared later: no code, no consent."""
        return any(not wanted.passing for wanted in self.wanted)

    def fill(self, label: Labels, value: str, *, if_shown: bool = False) -> None:
        """Make *value* stand in a text, number, password or textarea field."""
        if field := self._field(label, TEXT, if_shown=if_shown, write=value):
            wanted = Wanted(aliases(label), "text", value, passing=field.kind == "password")
            self._ensure(field, wanted, lambda now: widgets.put_text(self.portal, now, value))

    def select(self, label: Labels, value: str, *, if_shown: bool = False) -> None:
        """Make the option *value* stand in a list, native or drawn by the page."""
        if field := self._field(label, ("select", "dropdown"), if_shown=if_shown):
            wanted = Wanted(aliases(label), field.kind, value)
            self._ensure(field, wanted, lambda now: widgets.put_choice(self.portal, now, value))

    def choose(self, label: Labels, option: str, *, accepting: str | None = None, if_shown: bool = False) -> None:
        """Make the radio button *option* stand; *accepting* answers the confirm whose text contains it."""
        if field := self._unlocked(self._field(label, ("radio",), if_shown=if_shown), label):
            with self.portal.accepting(accepting):
                wanted = Wanted(aliases(label), "radio", option)
                self._ensure(field, wanted, lambda now: widgets.put_option(self.portal, now, option))

    def check(self, label: Labels, *, on: bool = True, if_shown: bool = False) -> None:
        """Make the box ticked, or not."""
        if field := self._field(label, ("checkbox",), if_shown=if_shown):
            consent = any(CONSENT.search(name) for name in aliases(label))
            wanted = Wanted(aliases(label), "checkbox", on, passing=consent)
            self._ensure(field, wanted, lambda now: widgets.put_tick(self.portal, now, on))

    def cascade(self, label: Labels, options: Sequence[str], *, if_shown: bool = False) -> None:
        """Make one option per level stand."""
        if field := self._field(label, ("cascade", "select", "dropdown"), if_shown=if_shown):
            wanted = Wanted(aliases(label), "cascade", list(options))
            self._ensure(field, wanted, lambda now: widgets.put_cascade(self.portal, now, options))

    def region(self, label: Labels, places: Sequence[str], *, if_shown: bool = False) -> None:
        """Make one place per level stand, in the page's own words: 广东 where it offers that for 广东省."""
        if field := self._field(label, ("cascade", "select", "dropdown"), if_shown=if_shown):
            wanted = Wanted(aliases(label), "region", list(places))
            put = partial(widgets.put_cascade, self.portal, options=places, among=regions.among)
            self._ensure(field, wanted, put)

    def date(self, label: Labels, value: dt.date | str, *, if_shown: bool = False) -> None:
        """Make a date stand, or "长期"."""
        self._dates(label, [value], (*TEXT, "range"), if_shown=if_shown)

    def date_range(self, label: Labels, start: dt.date, end: dt.date | str, *, if_shown: bool = False) -> None:
        """Make two dates stand, the second one maybe "长期"."""
        self._dates(label, [start, end], ("range", "date"), if_shown=if_shown)

    def upload(self, label: Labels, path: Path | Sequence[Path], *, if_shown: bool = False) -> None:
        """Make one document or several stand, as the page's echo shows."""
        if field := self._field(label, ("upload",), if_shown=if_shown):
            paths = [path] if isinstance(path, Path) else list(path)
            wanted = Wanted(aliases(label), "upload", paths)
            self._ensure(field, wanted, lambda now: widgets.put_documents(self.portal, now, paths))

    def sms_code(self, label: Labels, ask_code: Callable[[str], str], *, if_shown: bool = False) -> None:
        """Have a code sent unless one is on its way, ask the person for it, and type it.

        *ask_code* is given what the page said of the code before, empty for the first one.
        """
        self._pause()
        if PROVEN in (self.portal.read(label, within=self.title) or ""):
            self.stands.append(aliases(label)[0])
            return
        if (field := self._field(label, TEXT, if_shown=if_shown)) is None:
            return
        if self._keep(field, Wanted(aliases(label), "text", "", passing=True)):
            return
        if self.partner:
            self.partner.meet(aliases(label)[0])
        codes.send(self)
        self._ask_code(field, codes.Asked(aliases(label), ask_code, sent=True))

    def picture_code(self, label: Labels, ask_code: Callable[[str], str], *, if_shown: bool = False) -> None:
        """Ask a person for the code that they read in the picture beside *label*, and type it."""
        if field := self._field(label, TEXT, if_shown=if_shown):
            self._ask_code(field, codes.Asked(aliases(label), ask_code))

    def another_code(self, asked: codes.Asked, said: str) -> None:
        """Have the person give another code after the page *said* what is wrong with the last one."""
        if asked.sent:
            codes.send(self, again=True)
        if field := self._field(asked.labels, TEXT, if_shown=True):
            self._put_code(field, asked.labels, asked.ask(said))

    def _ask_code(self, field: Field, asked: codes.Asked) -> None:
        self.codes = [*(known for known in self.codes if known.labels != asked.labels), asked]
        self._put_code(field, asked.labels, asked.ask(""))

    def _put_code(self, field: Field, labels: tuple[str, ...], code: str) -> None:
        wanted = Wanted(labels, "text", code, passing=True)
        self._ensure(field, wanted, lambda now: widgets.put_text(self.portal, now, code))
        self.portal.doors.main.ask("leave")  # a complaint that goes as the field is left would move the button away

    def leave(self, label: Labels) -> None:
        """Leave the field *label*, and raise FormRefused with the words by which the page then refuses its value."""
        self._pause()
        self.portal.doors.main.ask("leave")
        self.portal.settle()
        field = self._find(label, tuple(KINDS))
        if field and field.complaint:
            raise saving.refusal(self.title, [{"label": aliases(label)[0], "text": field.complaint}])

    def press(self, button: Labels) -> None:
        """Press *button*, which sends nothing that lasts; raise FormRefused where the page complains."""
        self._pause()
        self.portal.press(button)
        self.portal.refuse_wrongs(self.title)
        if said := saving.notices(self.portal):
            raise saving.refusal(self.title, [{"label": "", "text": text} for text in said])

    def save(
        self,
        button: Labels = "下一步",
        *,
        dialog: Callable[[str], None] | None = None,
        praise: str = "",
        lasting: bool = True,
    ) -> None:
        """Press *button*, wait for the outcome, and compare every field with what the portal then holds.

        In a section that other sections follow before the button, the form only waits for them. *dialog* is given
        the title of a dialog in which a person has something to do first. *praise* is what a page that stays says
        when it took the section: then nothing more need be waited for. A form that is not *lasting* is gone once it
        was sent: the portal shows it nowhere again, and nothing can be compared.
        """
        self._pause()
        self.praise = praise
        if not lasting:
            self.wanted = [replace(wanted, passing=True) for wanted in self.wanted]
        saving.save(self, aliases(button), dialog)

    def _pause(self) -> None:
        if self.partner:
            self.partner.pause()

    def _field(
        self, label: Labels, kinds: tuple[str, ...], *, if_shown: bool = False, write: str | None = None
    ) -> Field | None:
        """Return the field that is to be changed, unless a person takes over first."""
        self._pause()
        return self._find(label, kinds, if_shown=if_shown, write=write)

    def _unlocked(self, field: Field | None, label: Labels) -> Field | None:
        """Wait for a field that the page opens only after it has looked at another one."""
        if field is None or not field.locked or field.value:
            return field
        self.portal.doors.main.ask("leave")
        found = self.portal.until(lambda: self._open(label))
        if found is None:
            self.portal.refuse_wrongs(self.title)
        return found or field

    def _dates(self, label: Labels, days: list[Any], kinds: tuple[str, ...], *, if_shown: bool) -> None:
        if field := self._field(label, kinds, if_shown=if_shown):
            wanted = Wanted(aliases(label), "date", days)
            self._ensure(field, wanted, lambda now: widgets.put_dates(self.portal, now, days))

    def _ensure(self, field: Field, wanted: Wanted, put: Callable[[Field], None]) -> None:
        name = wanted.labels[0]
        self.wanted = [*(w for w in self.wanted if w.labels != wanted.labels), wanted]
        self.heard(wanted)
        proof = self.proofs[wanted.labels] = Proof(wanted)
        if field.kind == "upload":
            field = self._with_sums(wanted.labels) or field
        if readback.same(wanted.kind, wanted.value, field.value):
            proof.reads(field.value)
            self.stands.append(name)
            return
        if self._keep(field, wanted):
            return
        if field.locked:
            raise saving.mismatch(self.portal, wanted, field.value, _("“{label}”不能修改。").format(label=name))
        self.portal.unsaved = True
        put(field)
        log.debug("field-typed", label=name, kind=field.kind)
        self._verify(wanted)
        self.typed.append(name)

    def _keep(self, field: Field, wanted: Wanted) -> bool:
        """Let stand what a person typed, and compare with that from now on."""
        if self.partner is None or not self.partner.keeps(wanted, field):
            return False
        theirs = replace(wanted, value=field.value, theirs=True)
        self.wanted = [*(w for w in self.wanted if w.labels != wanted.labels), theirs]
        self.proofs[wanted.labels] = Proof(theirs, held=readback.text(field.value))
        self.stands.append(wanted.labels[0])
        return True

    def _verify(self, wanted: Wanted) -> None:
        """Read the field again; a text that the page did not take is typed once more, key by key."""
        if wanted.kind == "upload":
            return
        if self._stands(wanted):
            return
        field, _report = find(self.portal.doors, self.title, wanted.labels)
        if wanted.kind == "text" and field is not None:
            widgets.put_text(self.portal, field, wanted.value, slowly=True)
        if not self.portal.until(lambda: self._stands(wanted), ms=SETTLE_MS):
            field, _report = find(self.portal.doors, self.title, wanted.labels)
            raise saving.mismatch(self.portal, wanted, field and field.value)

    def _stands(self, wanted: Wanted) -> bool:
        field, _report = find(self.portal.doors, self.title, wanted.labels)
        if field is None:
            return False
        self.proofs[wanted.labels].reads(field.value)
        return readback.same(wanted.kind, wanted.value, field.value)


def _nobody(_wanted: Wanted) -> None:
    """Hear of a field that is to stand, where nobody wants to know."""
