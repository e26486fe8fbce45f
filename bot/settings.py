"""Settings of one running Foster, from the environment or `.env`. A community has its own: `preferences`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import UserFacingError


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
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where Slack's Web API is. Only for tests and proxies.",
    )


def load() -> Settings:
    """The settings as they are now; a `UserFacingError` names the first that is wrong, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        raise UserFacingError("{name} is not valid: {problem}.", name=name, problem=first["msg"]) from None
