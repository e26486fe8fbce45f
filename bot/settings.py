"""Settings of one running Foster, from the environment or `.env`. A community has its own: `preferences`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import SettingsError


class Settings(BaseSettings):
    """Every setting by its usual name. `docs/settings.md` and `.env.example` list the same."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        repr=False,  # it may hold a password
        description="Where the data is: a file or a database URL. Empty: one file in your data folder.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning",
        validation_alias="FOSTER_LOG_LEVEL",
        description="How much is logged: debug, info, warning or error.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        validation_alias="FOSTER_LOG_FORMAT",
        description="How it is logged, on the error stream: text, or json (one object a line).",
    )
    erasures: str = Field(
        default="",
        validation_alias="FOSTER_ERASURES",
        description="PostgreSQL: the file that notes erasures, for older copies. Empty: in your data folder.",
    )
    secret_key: str = Field(
        default="",
        validation_alias="FOSTER_SECRET_KEY",
        repr=False,
        description="Seals secrets and names; foster keys new makes one. Several by comma, the newest first.",
    )
    slack_bot_token: str = Field(
        default="",
        validation_alias="SLACK_BOT_TOKEN",
        repr=False,
        description="Slack: the bot token, xoxb-…. With it, foster run goes on Slack.",
    )
    slack_app_token: str = Field(
        default="",
        validation_alias="SLACK_APP_TOKEN",
        repr=False,
        description="Slack: the app-level token, xapp-…. With it Socket Mode, without it HTTP.",
    )
    slack_signing_secret: str = Field(
        default="",
        validation_alias="SLACK_SIGNING_SECRET",
        repr=False,
        description="Slack in HTTP mode: the signing secret, which proves that a request is Slack's.",
    )
    slack_client_id: str = Field(
        default="",
        validation_alias="SLACK_CLIENT_ID",
        description="Slack, several workspaces: the app's client id. With it, /slack/install lets them in.",
    )
    slack_client_secret: str = Field(
        default="",
        validation_alias="SLACK_CLIENT_SECRET",
        repr=False,
        description="Slack, several workspaces: the app's client secret. Needs FOSTER_SECRET_KEY, too.",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where Slack's Web API is. Only for tests and proxies.",
    )
    ops_host: str = Field(
        default="127.0.0.1",
        validation_alias="FOSTER_OPS_HOST",
        description="Where /healthz, /readyz and /metrics listen. 0.0.0.0 in a container.",
    )
    ops_port: int = Field(
        default=8090,
        ge=0,
        le=65_535,
        validation_alias="FOSTER_OPS_PORT",
        description="The port of /healthz, /readyz and /metrics. 0: any free one, said in the log.",
    )
    slack_host: str = Field(
        default="0.0.0.0",  # noqa: S104 - Slack, or a proxy in front, has to reach it
        validation_alias="SLACK_HOST",
        description="Slack in HTTP mode: the address to listen on.",
    )
    port: int = Field(
        default=3000,
        ge=0,
        le=65535,
        validation_alias="PORT",
        description="Slack in HTTP mode: the port to listen on, for /slack/events.",
    )
    discord_token: str = Field(
        default="",
        validation_alias="DISCORD_TOKEN",
        repr=False,
        description="Discord: the bot's token. With it, foster run goes on Discord.",
    )
    discord_api_url: str = Field(
        default="https://discord.com/api",
        validation_alias="DISCORD_API_URL",
        description="Where Discord's API is; it names the gateway. Only for tests and proxies.",
    )
    discord_shard_ids: str = Field(
        default="",
        pattern=r"^\s*(\d+(\s*,\s*\d+)*)?\s*$",
        validation_alias="DISCORD_SHARD_IDS",
        description="Discord, several processes: the shards of this one, such as 0,1. Empty: all.",
    )
    discord_shard_count: int = Field(
        default=0,
        ge=0,
        validation_alias="DISCORD_SHARD_COUNT",
        description="Discord, several processes: how many shards there are in all. 0: Discord says.",
    )


def load() -> Settings:
    """The settings as they are now; a `SettingsError` names the first that is wrong, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        raise SettingsError("{name} is not valid: {problem}.", name=name, problem=first["msg"]) from None
