"""What Foster proves itself to Slack with, as the settings have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.domain.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Tokens:
    """With an app token Socket Mode, else signed HTTP. With a client id other workspaces may be let in."""

    bot: str = field(default="", repr=False)
    app: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    @property
    def listens(self) -> bool:
        """Whether Slack, or a browser, has to reach this program."""
        return not self.app or bool(self.client_id)

    @property
    def authorize_url(self) -> str:
        """Where a browser is sent to let Foster in: beside the API."""
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"

    def check(self, *, sealed: bool) -> None:
        """A `SettingsError` names the first setting that is missing or wrong. `sealed`: there is a key."""
        if self.bot.startswith(("xapp-", "xoxp-")) or self.app.startswith("xox"):
            raise SettingsError(
                "{bot} begins with xoxb-, {app} with xapp-. Here is another kind of token: copy them again, "
                "each from its own place.",
                bot="SLACK_BOT_TOKEN",
                app="SLACK_APP_TOKEN",
            )
        if not self.app and not self.signing_secret:
            raise SettingsError(
                "Slack over HTTP needs {name}: without it nobody can tell Slack's requests from others. "
                "Set it, or set {token} for Socket Mode.",
                name="SLACK_SIGNING_SECRET",
                token="SLACK_APP_TOKEN",  # noqa: S106 - the setting's name
            )
        if self.client_id and not self.client_secret:
            raise SettingsError(
                "Letting workspaces in needs {name}, too: you find it beside the client id.",
                name="SLACK_CLIENT_SECRET",
            )
        if self.client_id and not sealed:
            raise SettingsError(
                "Letting workspaces in needs {name}, which their tokens are sealed with. Make one with "
                "“{command}” and put it into the file .env.",
                name="FOSTER_SECRET_KEY",
                command="foster keys new",
            )
