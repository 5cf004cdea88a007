"""The timeline as a file of the bundle that it tells of: it cannot vouch for itself, and says how to verify the bundle."""

from __future__ import annotations

from datetime import datetime

from run_flow.audit.bundle import Content
from run_flow.language import _
from run_flow.replay import template
from run_flow.replay.platform import Platform
from run_flow.replay.story import Words, story


def report(content: Content, *, words: Words) -> bytes:
    """Return the page of *content*, with the pictures beside it."""
    told, made_at = story(content.events, words=words), datetime.fromisoformat(content.made_at)
    return template.written(
        "report.html",
        told,
        words=words,
        title=_("办理证据：{company}").format(company=told.company),
        case=content.case,
        made_at=made_at,
        head=f"{len(content.chain)}:{content.chain[-1].hash}",
        files={named.path for named in content.files},
        faults=(),
        style=template.style(),
        pictures="'self' file:",
        picture=str,
        platform=Platform.of(
            place.read_bytes()
            for each in content.files
            if each.path.endswith("/trace.json") and (place := content.place(each))
        ),
        verify=_("先核对，再相信"),
        unproven=_(
            "这一页也是包里的一个文件，不能证明自己没有被改过。先从别的途径（电话、公文、合同）向出具的人要公钥，再核对整个包；"
            "没有通过核对，就不要相信这一页。看不到截图时，先把包解开。"
        ),
        commands=_commands(_("公钥")),
        keep=_("链的末尾（另存一份，以后能查出证据被换回旧的）"),
    )


def _commands(key: str) -> tuple[tuple[str, str], ...]:
    """Return the commands that verify a bundle, each with what it does."""
    return (
        (f"run-flow audit verify bundle.zip --key {key}", _("核对签名、每个文件、事件链，有没有少了或多了什么。")),
        (f"run-flow replay bundle.zip --key {key}", _("核对，然后看这一页，连同每一步的录像。")),
        (
            f"python verify.py bundle.zip {key}",
            _("没有装 run-flow 时：只要 Python 和 cryptography；verify.py 从可信的来源拿，不用包里的。"),
        ),
    )
