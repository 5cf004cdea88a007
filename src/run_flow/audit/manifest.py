"""A bundle's manifest: what is in it, where its chain ends, and what made it; its signature beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from run_flow.audit.canonical import canonical, read
from run_flow.audit.fault import refused, refusing
from run_flow.language import _

FORMAT: Literal[1] = 1
NAME, SIGNATURE = "manifest.json", "manifest.sig"
MOST_BYTES = 8_000_000
_FORMATS = 1000  # a number beyond is none of a version to come

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


def _moment(told: str) -> str:
    datetime.fromisoformat(told)
    return told


Moment = Annotated[Name, AfterValidator(_moment)]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def content(self) -> bytes:
        """Return the facts as they are signed."""
        return canonical(self.model_dump(mode="json"))


class FileFacts(_Facts):
    """A file of the bundle."""

    sha256: Digest
    size: Count


class RunFacts(_Facts):
    """A run whose events are shown."""

    id: Name
    flow: Name
    state: Name


class Head(_Facts):
    """Where the case's chain of events ends, and how many of its events are shown."""

    events: Count
    shown: Count
    hash: Digest


class Manifest(_Facts):
    """What a bundle holds."""

    format: Literal[1]
    made_at: Moment
    case: Name
    scope: Name
    """"case", or the id of the one run whose events are shown."""
    runs: tuple[RunFacts, ...]
    chain: Head
    files: dict[str, FileFacts]
    versions: dict[str, str]


class Signature(_Facts):
    """Who signed the manifest."""

    algorithm: Literal["Ed25519"]
    public_key: Digest
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


def manifest(content: bytes) -> Manifest:
    """Return the manifest that *content* is; raise AuditFailed where it is none."""
    with refusing(NAME, malformed()):
        told = read(content)
        if isinstance(told, dict) and (newer := told.get("format")) in range(FORMAT + 1, _FORMATS):
            raise refused(
                NAME,
                _("是较新的格式 {newer}，这个 run-flow 只认得到 {known}").format(newer=newer, known=FORMAT),
                remedy=_("包不一定有问题：装上新一些的 run-flow，再执行同一条命令。"),
            )
        return Manifest.model_validate_json(content)


def signature(content: bytes) -> Signature:
    """Return the signature that *content* is; raise AuditFailed where it is none."""
    with refusing(SIGNATURE, malformed()):
        read(content)
        return Signature.model_validate_json(content)


def malformed() -> str:
    """Return how a file of a bundle that nobody can read is told of; ``{why}`` is the reason."""
    return _("写法不对：{why}")
