"""Papers of a filing that people make: printed, signed, stamped and scanned, or photographed."""

from __future__ import annotations

from pathlib import Path

from run_flow import Choice, Document, Form, Run, _

KEEP, ANEW = "沿用已上传的", "重新签字盖章"
APPROVAL_FILE = "前置审批文件"


def picture(run: Run, form: Form, labels: tuple[str, ...], document: Path | None, *, place: str) -> None:
    """Make a photograph stand where the page wants one: the profile's, else one that a person brings."""
    if form.shows(labels):
        form.upload(labels, document or photographed(run, labels[0], place))


def photographed(run: Run, label: str, place: str) -> Path:
    """Return the picture that a person brings, as the rules for *place* have it."""
    question = _("平台要“{label}”，资料里没有写。请填写照片的路径。").format(label=label)
    answer = Document(place=place)
    return Path(run.ask(f"picture-{label}", question, answer=answer, role=_("经办人"), channel=_("拍照")) or "")


def paper(run: Run, form: Form, labels: tuple[str, ...], document: Path | None, *, download: str) -> None:
    """Make a signed and stamped paper stand where the page wants one: the profile's, else one made from its template.

    What the portal holds since an earlier round may serve again; a person decides.
    """
    if not form.shows(labels):
        return
    if document is None and run.round > 1 and form.value(labels) and not anew(run, labels[0]):
        return
    form.upload(labels, document or signed(run, labels[0], download))


def anew(run: Run, label: str) -> bool:
    """Tell whether a person wants to make the paper again after the filing was given back."""
    question = _("平台上已有“{label}”。审核意见提到它，或它上面的内容改了，就要重做。").format(label=label)
    return run.ask(f"keep-{label}", question, answer=Choice((KEEP, ANEW)), role=_("经办人")) == ANEW


def signed(run: Run, label: str, download: str) -> Path:
    """Return the scan of a paper of the portal's that a person printed, signed and stamped."""
    template = run.download(download)
    question = _("请打印“{label}”（{template}），签字、盖公章，扫描成 JPG 或 PNG，然后填写扫描件的路径。")
    scan = run.ask(
        f"paper-{label}",
        question.format(label=label, template=template),
        answer=Document(place="filing.authorization"),
        role=_("行政"),
        channel=_("打印盖章"),
    )
    return Path(scan or "")
