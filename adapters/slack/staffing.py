"""Who may work for the company: suggested where optional scopes were granted, never chosen by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from adapters.slack.workspace import Workspace
from bot.usecases.importing import suggested_staff_domains

_MOST_GROUPS = 20
MOST_PEOPLE = 200
"""Accounts that one choice may record."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """E-mail domains (`example.org`), and user groups with their names by id. None of them is chosen."""

    domains: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()


async def suggested(workspace: Workspace) -> Suggested:
    """What there is to choose from; nothing where Slack does not let Foster see it."""
    async with workspace.core.store.reading(workspace.community) as unit:
        domains = await suggested_staff_domains(unit)
    try:
        answer = await workspace.client.usergroups_list()
    except SlackApiError:  # the scope was not granted: nothing is suggested
        return Suggested(domains)
    rows = [row for row in answer.get("usergroups") or () if isinstance(row, dict) and row.get("id")]
    groups = tuple((str(row["id"]), f"@{row.get('handle') or row['id']}") for row in rows[:_MOST_GROUPS])
    return Suggested(domains, groups)


async def members(workspace: Workspace, domains: Iterable[str], groups: Iterable[str]) -> list[str]:
    """The ids of everybody whom these choices name."""
    found: list[str] = []
    async with workspace.core.store.reading(workspace.community) as unit:
        for domain in domains:
            accounts = await unit.people.staff_by_domain(domain)
            here = [one for one in accounts if one.ref.space == workspace.space and one.present]
            found += [account.ref.id for account in here if not account.bot]
    for group in groups:
        try:
            answer = await workspace.client.usergroups_users_list(usergroup=group)
        except SlackApiError:
            continue
        found += [str(id_) for id_ in answer.get("users") or ()]
    return list(dict.fromkeys(found))[:MOST_PEOPLE]
