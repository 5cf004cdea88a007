"""The installation's key: Ed25519, made at its first use, for the user alone; it signs the bundles' manifests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from run_flow.disk import private_folder, write_once
from run_flow.errors import EnvironmentMissing, Usage
from run_flow.language import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PURPOSE = b"run-flow bundle 1\n"
"""What is signed begins with it, so that a signature serves for nothing else."""

_HEX = re.compile(r"[0-9a-f]{64}")
_KEY_BYTES = 32


@dataclass(frozen=True)
class Key:
    """The key of an installation; ``public`` is what others verify with, 64 hexadecimal digits."""

    path: Path
    public: str
    _private: Ed25519PrivateKey

    def sign(self, content: bytes) -> str:
        """Return the signature of *content* as hexadecimal digits."""
        return self._private.sign(PURPOSE + content).hex()


def key(home: Path) -> Key:
    """Return the key of the installation whose records are in *home*, made now where there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = home / "audit" / "installation.key"
    if not path.exists():
        private_folder(path.parent)
        write_once(path, Ed25519PrivateKey.generate().private_bytes_raw())
    content = path.read_bytes()
    if len(content) != _KEY_BYTES:
        raise EnvironmentMissing(
            _("签名密钥 {path} 坏了").format(path=path),
            doing=_("读取签名密钥"),
            remedy=_("从备份恢复它；没有备份就移走它，再执行时会另做一把，公钥也随之不同。"),
        )
    private = Ed25519PrivateKey.from_private_bytes(content)
    return Key(path, private.public_key().public_bytes_raw().hex(), private)


def genuine(content: bytes, *, signature: str, public: str) -> bool:
    """Tell whether whoever holds the private half of *public* signed *content*."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), PURPOSE + content)
    except (InvalidSignature, ValueError):
        return False
    return True


def named(told: str) -> str:
    """Return the public key that is *told*: its digits, in groups perhaps, or a file that holds them.

    Raises Usage where it is neither.
    """
    if _HEX.fullmatch(digits := _digits(told)):
        return digits
    if Path(told).is_file():
        text = Path(told).read_text(encoding="utf-8", errors="replace")[:200]
        if _HEX.fullmatch(digits := _digits(text)):
            return digits
    raise Usage(
        _("{key} 不是公钥，也不是写着公钥的文件").format(key=told),
        doing=_("读取公钥"),
        remedy=_("公钥是 64 位十六进制数字，由 run-flow audit key 输出。"),
    )


def _digits(text: str) -> str:
    return "".join(text.split()).lower()
