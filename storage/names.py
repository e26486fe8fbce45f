"""How names lie in their table: sealed where there is a vault, plain where there is none, both side by side.

Everything else works with names as they are: what is compared, merged, looked for and handed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import SettingsError
from bot.vault_ports import PREFIX, Vault, key_of

_PLAIN = f"{PREFIX}:"
"""Before a plain name that would look sealed: anybody may call themselves so."""


@dataclass(frozen=True, slots=True)
class Names:
    """Seals names on their way in, and opens them on their way out."""

    vault: Vault | None = None

    def seal(self, name: str) -> str:
        """What is stored for a name. An empty one hides nothing and stays empty."""
        if self.vault is not None and name:
            return self.vault.seal_name(name)
        return f"{_PLAIN}{name}" if name.startswith(PREFIX) else name

    def open(self, stored: str) -> str:
        """The name; a `SettingsError` where no key here opens it."""
        if not stored.startswith(PREFIX):
            return stored
        if key_of(stored):
            return self._unsealed(stored)
        return stored.removeprefix(_PLAIN)

    def _unsealed(self, stored: str) -> str:
        if self.vault is None:
            raise SettingsError(
                "A stored secret cannot be opened with the keys in {name}.", name="FOSTER_SECRET_KEY"
            )
        return self.vault.unseal_name(stored)


PLAIN = Names()
"""Without a vault."""
