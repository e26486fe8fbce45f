"""Secrets at rest, under the keys in `FOSTER_SECRET_KEY`, the newest first.

Tokens by Fernet; names, of which there are many, by AES-GCM, which takes a seventh of the time.

What is sealed names its key by an id, eight hexadecimal digits of the key's hash. So it is known without
opening anything which keys a database needs, and what is left to seal anew after a new key was put in front.
"""

from __future__ import annotations

from base64 import b64decode, b64encode, urlsafe_b64decode
from binascii import Error as NoBase64
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import SettingsError
from bot.vault_ports import PREFIX, key_of

SETTING = "FOSTER_SECRET_KEY"

_NONCE = 12
_NAMES = b"foster names"


class KeyVault:
    """`bot.vault_ports.Vault`. Its keys show neither in its `repr` nor in errors.

    The keys are tried in order (`MultiFernet`): eight digits of a hash name a key, but prove nothing.
    """

    __slots__ = ("_fernet", "_ids", "_names")

    def __init__(self, *keys: str) -> None:
        self._ids = tuple(map(_id, keys))
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._names = tuple(map(_for_names, keys))

    @property
    def newest(self) -> str:
        """The id of the key that seals."""
        return self._ids[0]

    def knows(self, key: str) -> bool:
        """Whether one of the keys has this id."""
        return key in self._ids

    def seal(self, secret: str | bytes) -> str:
        """The id of the newest key, and a Fernet token."""
        plain = secret.encode() if isinstance(secret, str) else secret
        return f"{PREFIX}{self.newest}:{self._fernet.encrypt(plain).decode()}"

    def unseal(self, sealed: str) -> str:
        """What was sealed."""
        token = sealed.rpartition(":")[2] if key_of(sealed) else ""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except (InvalidToken, UnicodeError):
            raise _closed() from None

    def seal_name(self, name: str) -> str:
        """The id of the newest key, and the name by AES-GCM under a random nonce: never twice the same."""
        nonce = token_bytes(_NONCE)
        sealed = b64encode(nonce + self._names[0].encrypt(nonce, name.encode(), None))
        return f"{PREFIX}{self.newest}:{sealed.decode()}"

    def unseal_name(self, sealed: str) -> str:
        """The name that was sealed."""
        key = key_of(sealed)
        try:
            token = b64decode(sealed.rpartition(":")[2], validate=True)
        except ValueError:
            raise _closed() from None
        for id_, cipher in zip(self._ids, self._names, strict=True):
            if id_ == key:
                try:
                    return cipher.decrypt(token[:_NONCE], token[_NONCE:], None).decode()
                except (InvalidTag, ValueError):
                    continue
        raise _closed()

    def __repr__(self) -> str:
        return f"KeyVault({len(self._ids)} keys)"


def new_key() -> str:
    """A fresh key, to put into `FOSTER_SECRET_KEY`."""
    return Fernet.generate_key().decode()


def vault(text: str) -> KeyVault | None:
    """The vault of `FOSTER_SECRET_KEY`: keys by comma, the newest first; None where there is none."""
    keys = [part.strip() for part in text.split(",") if part.strip()]
    for number, key in enumerate(keys, 1):
        if not _is_key(key):
            raise SettingsError(
                "Key {number} in {name} is no key. Make one with “{command}” and copy the whole line.",
                number=number,
                name=SETTING,
                command="foster keys new",
            )
    return KeyVault(*keys) if keys else None


def _is_key(text: str) -> bool:
    try:
        return text.isascii() and len(text) == 44 and len(urlsafe_b64decode(text)) == 32
    except NoBase64:
        return False


def _for_names(key: str) -> AESGCM:
    """A key of its own, derived by HKDF (RFC 5869): no key serves two ciphers."""
    derived = HKDF(SHA256(), length=32, salt=None, info=_NAMES).derive(urlsafe_b64decode(key))
    return AESGCM(derived)


def _closed() -> SettingsError:
    return SettingsError("A stored secret cannot be opened with the keys in {name}.", name=SETTING)


def _id(key: str) -> str:
    return sha256(urlsafe_b64decode(key)).hexdigest()[:8]
