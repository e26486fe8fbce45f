"""What people struggle with in Kelpline, an invented open-source tool that runs data flows on a schedule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One difficulty: ways to ask about it, a question back, answers that work and one that does not."""

    area: str
    title: str
    asks: tuple[str, ...]
    back: str
    detail: str
    fixes: tuple[str, ...]
    wrong: str
    followup: str
    followup_fix: str


PROBLEMS: tuple[Problem, ...] = (
    Problem(
        "schedules",
        "Nightly flow runs twice after the clocks changed",
        (
            "our nightly flow ran twice on Sunday, once at 02:30 and once an hour later. How do I stop that?",
            "why does a flow with `at: 02:30` start two times when the clocks go back?",
        ),
        "Is `zone` set on the schedule, or does it take the server's?",
        "it takes the server's, which is on local time",
        (
            "Set `zone: UTC` on the schedule. A wall time in the repeated hour fires twice otherwise.",
            "That is the repeated hour. Move it out of 02:00–03:00 or pin the schedule with `zone: UTC`.",
        ),
        "Try restarting the scheduler, it may hold on to an old entry.",
        "and would `catch_up: false` do the same?",
        "No, `catch_up` only decides about runs missed while the scheduler was down.",
    ),
    Problem(
        "schedules",
        "Schedule is ignored after a rename",
        (
            "I renamed a flow and now it never starts by itself. What did I miss?",
            "does renaming a flow drop its schedule? Ours has been silent since Tuesday.",
        ),
        "What does `kelp schedule list` print for it?",
        "it still shows the old name, with a dash under next run",
        (
            "Schedules are keyed by name: run `kelp schedule prune` and then `kelp deploy` once more.",
            "The old entry blocks the new one. `kelp schedule prune` removes it, deploy adds the right one.",
        ),
        "I think you have to reinstall the scheduler after a rename.",
        "is there a way to rename without losing the history?",
        "Yes, `kelp flow rename old new` keeps both the history and the schedule.",
    ),
    Problem(
        "connectors",
        "Postgres connector: too many connections",
        (
            "the Postgres connector opens a connection for every step and our database says too many clients."
            " Can I limit that?",
            "is there a pool setting for the Postgres connector? We hit the limit with {n} parallel steps.",
        ),
        "Which connector version is it, and do the steps share one `connection:` block?",
        "version {v}, and every step has its own block",
        (
            "Move the block to the top of the file and refer to it by name; steps that share it share a pool."
            " Then `pool_size: {n}` is the ceiling.",
            "Name the connection once under `connections:` and set `pool_size`. Inline blocks do not share.",
        ),
        "You can raise `max_connections` in the database, that should be enough.",
        "does the pool survive between two runs?",
        "It lives as long as the runner, so yes, unless `runner: ephemeral` is set.",
    ),
    Problem(
        "connectors",
        "S3 source skips files with spaces in the name",
        (
            "files with a space in their name are skipped by the S3 source. Is that known?",
            "how do I make the bucket source pick up `monthly report.csv`? Without the space it works.",
        ),
        "Do you list them with a glob or with `prefix`?",
        "with a glob, `in/*.csv`",
        (
            "Globs are split on spaces in {v}. Use `prefix: in/` plus `suffix: .csv` and they come through.",
            "Quote the glob twice, `'\"in/*.csv\"'`, or switch to `prefix`. It is fixed on the main branch.",
        ),
        "Maybe the bucket policy hides them, look at the permissions.",
        "will `prefix` also go into subfolders?",
        "Yes, set `depth: 1` when you only want the top one.",
    ),
    Problem(
        "connectors",
        "Webhook sink retries forever",
        (
            "the webhook sink keeps retrying a 410 for days. How can I make it give up?",
            "can I tell the webhook sink to stop after {n} attempts?",
        ),
        "Could you paste the `retry:` part of the sink?",
        "there is none, it is all defaults",
        (
            "Add `retry: {{limit: {n}, give_up_on: [404, 410]}}` to the sink; the default has no limit.",
            "`give_up_on: [410]` under `retry:` does exactly that, and `limit` caps the others.",
        ),
        "Deleting the run from the dashboard should stop it.",
        "where do the dropped rows go then?",
        "Into the dead-letter table when you set `on_give_up: keep`, otherwise nowhere.",
    ),
    Problem(
        "runner",
        "Runner killed with exit code 137",
        (
            "our runner dies with exit code 137 on the big join. What can I do about it?",
            "exit code 137 in the middle of a flow, only on large inputs. Any idea where to look?",
        ),
        "How much memory does the container get, and how big is the left side?",
        "{n} GB for the container, the left side is about twice that",
        (
            "137 is the memory limit. Put `spill: true` on the join step and it goes to disk instead.",
            "Out of memory: swap the sides so that the small one is on the left, and set `batch: 50000`.",
        ),
        "137 is usually a network timeout, try a longer one.",
        "how much slower is it with spilling?",
        "For us about a third slower, as long as the disk is local.",
    ),
    Problem(
        "runner",
        "Steps stay in “queued”",
        (
            "all steps stay queued after the upgrade to {v}, nothing is in the log. Where do I start?",
            "why would every step sit in queued for ever? The runner says it is healthy.",
        ),
        "Does `kelp runner tags` show the same tags that the steps ask for?",
        "the runner has none, the steps ask for `etl`",
        (
            "Since {v} tags must match. Start the runner with `--tag etl` and they will be picked up.",
            "The runner lacks the tag. `kelp runner start --tag etl` and the queue drains at once.",
        ),
        "Clear the queue table by hand and start again.",
        "can one runner carry several tags?",
        "Yes, repeat `--tag`; it takes whatever matches any of them.",
    ),
    Problem(
        "config",
        "Secrets show up in the run log",
        (
            "a password from our config is printed in the run log. How do I mask it?",
            "is there a way to keep connection strings out of the logs?",
        ),
        "Is it written in the file directly or does it come through `secret()`?",
        "directly, through an environment variable",
        (
            "Wrap it: `password: secret('PG_PASSWORD')`. Only values that go through `secret()` are masked.",
            "Use `secret()` instead of `env()` there; the logger masks whatever passed through it.",
        ),
        "Setting the log level to warning hides most of it.",
        "does that also cover the old logs?",
        "No, rotate that password; `kelp logs redact` can rewrite the stored ones.",
    ),
    Problem(
        "config",
        "Include files are not found in CI",
        (
            "`include: common.yaml` works on my laptop but not in CI. What is it relative to?",
            "our CI says it cannot find an included file that is clearly there. What am I doing wrong?",
        ),
        "From which folder does CI call `kelp deploy`?",
        "from the root, the flows are in `flows/`",
        (
            "Includes are relative to where you call it. `kelp deploy --root flows` settles it.",
            "Pass `--root flows` in CI, or write `include: ./common.yaml`, which is relative to the file.",
        ),
        "CI caches the checkout, clear that and it will find it.",
        "can I set the root in a file?",
        "Yes, `root: flows` in `kelp.toml` at the top.",
    ),
    Problem(
        "upgrade",
        "Migration to {v} stops at step 3",
        (
            "`kelp migrate` to {v} stops at step 3 with a lock timeout. Is it safe to run it again?",
            "the migration to {v} hangs at step 3 of {n} for us. Has anyone seen this?",
        ),
        "Is the scheduler still running while you migrate?",
        "yes, I did not know that it has to stop",
        (
            "Stop the scheduler first, it holds the lock. Running it again is safe.",
            "`kelp scheduler stop`, migrate, start. You can repeat it, finished steps are skipped.",
        ),
        "Drop the lock table and carry on, it is only a cache.",
        "how long should step 3 take?",
        "Roughly a minute for a million runs, here.",
    ),
    Problem(
        "upgrade",
        "Python steps fail to import after the upgrade",
        (
            "my Python steps fail with an import error since {v}. Did the path change?",
            "how are Python steps supposed to import a helper module in {v}? It worked before.",
        ),
        "Is the helper beside the flow or in a package?",
        "beside the flow, just one file",
        (
            "Steps run isolated since {v}. Add `path: [.]` to the step, or make the helper a small package.",
            "You need `path: [.]` on the step now; the changelog has it under isolation.",
        ),
        "Downgrade for now, that release is broken for everybody.",
        "does `path` work for the tests too?",
        "Yes, `kelp test` reads the same setting.",
    ),
    Problem(
        "testing",
        "How to test a flow without the real source",
        (
            "how do you test a flow without touching the real source?",
            "is there a way to feed a flow with fixed rows in a test?",
        ),
        "Do you want to test one step or the whole flow?",
        "the whole flow, with about {n} rows",
        (
            "`kelp test --replace source=rows.csv` swaps the source for a file, everything else is real.",
            "Put the rows in `tests/rows.csv` and use `replace:` in the test file, as in the tutorial.",
        ),
        "You could point it at a copy of production.",
        "can I check the order of the rows as well?",
        "Yes, `expect: {{ordered: true}}`.",
    ),
    Problem(
        "testing",
        "Snapshot tests differ on every run",
        (
            "our snapshot tests differ on each run because of a timestamp column. Can I leave it out?",
            "how do I ignore one column in a snapshot test?",
        ),
        "Does the column come from the source or from `now()` in a step?",
        "from `now()` in the last step",
        (
            "`freeze: 2026-01-01` in the test file fixes `now()`, then the snapshot is stable.",
            "Either `ignore: [loaded_at]` or, nicer, `freeze:` with a date so that `now()` stands still.",
        ),
        "Update the snapshots before each run, that hides it.",
        "does `freeze` move the schedule as well?",
        "No, only what the steps see.",
    ),
    Problem(
        "dashboard",
        "Dashboard shows times in the wrong zone",
        (
            "the dashboard shows all times two hours early. Where can I change the zone?",
            "can every user of the dashboard have their own time zone?",
        ),
        "Is it the list of runs or the detail page?",
        "both, for everyone here",
        (
            "It follows `dashboard.zone` in `kelp.toml`; with `zone: browser` everyone sees their own.",
            'Set `dashboard.zone = "browser"` and reload, the default is UTC.',
        ),
        "Change the zone of the server, the dashboard reads it from there.",
        "do the exported reports follow it too?",
        "No, they stay in UTC so that they can be compared.",
    ),
    Problem(
        "dashboard",
        "Dashboard is slow with many runs",
        (
            "the run list takes {n} seconds to load since we passed a million runs. How do you handle that?",
            "is there a way to archive old runs? Our dashboard crawls.",
        ),
        "Do you keep the step logs in the same database?",
        "yes, everything is in one",
        (
            "`kelp runs archive --older 90d` once, and `retention: 90d` so that it stays small.",
            'Move logs out with `logs.store = "files"` and archive old runs; ours is fast again.',
        ),
        "Switch off the filters, they are the slow part.",
        "can archived runs be searched?",
        "By id, yes, with `kelp runs show`; not from the list.",
    ),
)
