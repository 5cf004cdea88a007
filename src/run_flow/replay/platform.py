"""On which platform the work of a bundle was done, as far as its recordings tell: a rehearsal must not pass for the real one."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from run_flow.language import _
from run_flow.portal.portal import HOME

_LONGEST = 200


@dataclass(frozen=True)
class Platform:
    """The addresses at which the windows of the recordings stood."""

    addresses: tuple[str, ...]

    @classmethod
    def of(cls, facts: Iterable[bytes]) -> Platform:
        """Read the addresses in the *facts* that lie beside each recording (trace.json); older ones do not tell any."""
        return cls(tuple(dict.fromkeys(address for each in facts for address in _addresses(each))))

    @property
    def hosts(self) -> frozenset[str]:
        """Return the hosts, with their ports."""
        return frozenset(urlsplit(address).netloc for address in self.addresses)

    @property
    def told(self) -> str:
        """Return the addresses, or that none is recorded, as a line of words."""
        return _("平台：{addresses}").format(
            addresses=_("、").join(self.addresses) or _("没有记录，看不出是不是微信公众平台")
        )

    @property
    def warning(self) -> str:
        """Return what must be said where it was not, or not always, the real platform; empty where it was."""
        strange = [address for address in self.addresses if urlsplit(address).netloc != urlsplit(HOME).netloc]
        if any(_here(urlsplit(address).hostname or "") for address in strange):
            return _("这是模拟平台上的办理，不是微信公众平台")
        return _("这不是微信公众平台（{home}）的地址").format(home=HOME) if strange else ""


def _addresses(facts: bytes) -> Iterator[str]:
    """Yield the scheme and host at which a recording with these *facts* was made, where they tell it."""
    try:
        address = urlsplit(json.loads(facts)["opening"]["address"][:_LONGEST])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return
    yield f"{address.scheme}://{address.netloc}/"


def _here(host: str) -> bool:
    """Tell whether *host* is the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
