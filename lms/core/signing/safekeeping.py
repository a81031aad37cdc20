"""Keys at rest: under the site's secret, so that neither the database nor a backup of it alone gives one away.

A PIN has a million values, which a machine tries in minutes. It is therefore mixed with the site's secret before it locks
a key: whoever holds only the database cannot even begin to guess.
"""

import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE: Final = 12
_FOR_KEYS: Final = b"practice authority: keys at rest"
_FOR_PINS: Final = b"practice certificates: pins"


def close(key: bytes, certificate: bytes, secret: str) -> bytes:
    """Return ``key`` encrypted by the site's ``secret`` and tied to its ``certificate``."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_derived(secret, _FOR_KEYS)).encrypt(nonce, key, certificate)


def reopen(closed: bytes, certificate: bytes, secret: str) -> bytes | None:
    """Return the key that ``close`` encrypted, or None: the secret is another one, or the key was given up."""
    try:
        return AESGCM(_derived(secret, _FOR_KEYS)).decrypt(closed[:_NONCE], closed[_NONCE:], certificate)
    except (InvalidTag, ValueError):
        return None


def strengthen(pin: str, certificate: bytes, secret: str) -> str:
    """Return what locks a key in place of the ``pin`` alone: it takes the site's secret and this certificate as well."""
    mixed = hmac.new(_derived(secret, _FOR_PINS), certificate + pin.encode(), "sha256")
    return mixed.hexdigest()


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
