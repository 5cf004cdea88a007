"""One titled section of a page as it stands: its labels, its controls, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from run_flow.portal import readback
from run_flow.portal.faults import speaks_ours
from run_flow.portal.locate import KINDS, Field, Labels, aliases, find, missing, other_kind

if TYPE_CHECKING:
    from run_flow.portal.portal import Portal


@speaks_ours
class Section:
    """The visible section with one of the names in ``title``."""

    def __init__(self, portal: Portal, title: tuple[str, ...]) -> None:
        """Stand for the section with one of the names in *title*."""
        self.portal = portal
        self.title = title

    def shows(self, label: Labels) -> bool:
        """Tell whether exactly one control is visible under *label* now."""
        return find(self.portal.doors, self.title, label)[0] is not None

    def offers(self, button: Labels) -> bool:
        """Tell whether the section itself has this button, pressable or not: a part that only can be read has none."""
        return self.portal.pressable(button, within=self.title, stuck=True)

    def value(self, label: Labels) -> str:
        """Return what the control under *label* holds, as text."""
        field = self._find(label, tuple(KINDS))
        return "" if field is None else readback.text(field.value)

    def labels(self) -> list[str]:
        """Return the labels visible in the section."""
        return list(self.portal.doors.main.ask("labels", {"title": list(self.title)}))

    def held(self) -> dict[str, Any]:
        """Return what the section's controls hold, by their labels; nothing where the section is not shown."""
        labels = self.labels()
        told = self.portal.doors.main.ask(
            "values", [{"title": list(self.title), "labels": [[label] for label in labels]}]
        )
        fields = [entry["field"] for entry in told[0]["fields"]]
        return {field["label"]: field["value"] for field in fields if field}

    def options(self, label: Labels) -> list[str]:
        """Return what can be chosen under *label* now: the words of its radio buttons or of its native list."""
        field = self._find(label, ("radio", "select"))
        return [names[0] for names in field.options if names] if field else []

    def _find(
        self, label: Labels, kinds: tuple[str, ...], *, if_shown: bool = False, write: str | None = None
    ) -> Field | None:
        """Return the field; None only where it may be absent, which is not waited for."""
        field, report = find(self.portal.doors, self.title, label, write=write)
        if field is None and not report["count"] and if_shown:
            return None
        if field is None:
            field = self.portal.until(lambda: find(self.portal.doors, self.title, label, write=write)[0])
        if field is None:
            raise missing(aliases(label), find(self.portal.doors, self.title, label)[1])
        if field.kind not in kinds:
            raise other_kind(aliases(label)[0], field.kind)
        return field

    def _open(self, label: Labels) -> Field | None:
        field, _report = find(self.portal.doors, self.title, label)
        return None if field is None or field.locked else field

    def _with_sums(self, labels: tuple[str, ...]) -> Field | None:
        """Return an upload's field with the hash of each echo."""
        field, _report = find(self.portal.doors, self.title, labels)
        if field:
            question = [{"title": field.arg["title"], "labels": [list(labels)]}]
            told = field.door.ask("values", question)[0]["fields"][0]["field"]
            field.value.update(told["value"] if told else {})
        return field
