"""Message text encrypted at rest.

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived from ``TINCAY_SECRET_KEY`` by HKDF. After
a change of key the former ones still read what they wrote (``TINCAY_PREVIOUS_SECRET_KEYS``), and
:meth:`Cipher.rotate` writes a value anew under the first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["Cipher", "UnreadableTextError"]


class UnreadableTextError(Exception):
    """The value was written under a key that is neither the present nor a former one."""


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(
        secret.encode()
    )


class Cipher:
    """Encrypts and decrypts text, and makes keyed fingerprints of identifiers.

    Args:
        secret: the present key, any non-empty string.
        former: keys that may still have written older values.
    """

    def __init__(self, secret: str, former: Sequence[str] = ()) -> None:
        """Derive the keys once."""
        keys = [base64.urlsafe_b64encode(_derive(key, b"tincay text")) for key in (secret, *former)]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._fingerprint_key = _derive(secret, b"tincay fingerprint")
        self._former_keys = tuple(_derive(key, b"tincay fingerprint") for key in former)

    def encrypt(self, text: str) -> str:
        """Text as an ASCII token."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def decrypt(self, token: str) -> str:
        """The text of a token.

        Raises:
            UnreadableTextError: no known key opens it.
        """
        try:
            return self._fernet.decrypt(token.encode("ascii")).decode("utf-8", "surrogatepass")
        except InvalidToken as error:
            raise UnreadableTextError("no known key opens this value") from error

    def opened(self, token: str) -> str | None:
        """The text of a token, ``None`` where no known key opens it."""
        try:
            return self.decrypt(token)
        except UnreadableTextError:
            return None

    def encrypt_bytes(self, body: bytes) -> str:
        """A file as an ASCII token."""
        return self._fernet.encrypt(body).decode("ascii")

    def decrypt_bytes(self, token: str) -> bytes:
        """The file of a token.

        Raises:
            UnreadableTextError: no known key opens it.
        """
        try:
            return self._fernet.decrypt(token.encode("ascii"))
        except InvalidToken as error:
            raise UnreadableTextError("no known key opens this value") from error

    def rotate(self, token: str) -> str:
        """The same text under the present key.

        Raises:
            UnreadableTextError: no known key opens it.
        """
        try:
            return self._fernet.rotate(token.encode("ascii")).decode("ascii")
        except InvalidToken as error:
            raise UnreadableTextError("no known key opens this value") from error

    def fingerprint(self, identifier: str) -> str:
        """A keyed hash of an identifier: 32 hexadecimal digits, the same for the same input."""
        return _fingerprint(self._fingerprint_key, identifier)

    def former_fingerprints(self, identifier: str) -> tuple[str, ...]:
        """The hashes that the former keys gave it."""
        return tuple(_fingerprint(key, identifier) for key in self._former_keys)


def _fingerprint(key: bytes, identifier: str) -> str:
    name = identifier.encode("utf-8", "surrogatepass")
    return hmac.new(key, name, hashlib.sha256).hexdigest()[:32]
