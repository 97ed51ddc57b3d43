"""The tracker from a terminal: the same services as the pages, and the server itself.

Commands import what they need when they run, so that ``tracker --help`` answers at once.
"""

from __future__ import annotations

import click

from tracker.cli.checking import check_plan
from tracker.cli.filling import (
    create_council,
    create_person,
    proclaim_bank_holiday,
    set_password,
)
from tracker.cli.history import export_history, verify_history
from tracker.cli.packs import verify_pack
from tracker.cli.reading import read
from tracker.cli.reporting import report
from tracker.cli.serving import check, demo, serve, upgrade, work


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="improvement-plan-tracker", prog_name="tracker")
def main() -> None:
    """Improvement-plan tracker: from an inspection's findings to proof that they were answered.

    To try it: `tracker serve --demo`, then open the address that it prints. To use it for real:
    `tracker upgrade`, `tracker create-council`, `tracker create-person`, `tracker serve`.

    Settings come from the environment (TRACKER_DATABASE_URL, TRACKER_INSTANCE, …); `tracker check`
    says whether they are right. Without any, data is kept in the folder `instance` where you stand.
    """


for command in (
    serve,
    work,
    upgrade,
    demo,
    create_council,
    create_person,
    set_password,
    proclaim_bank_holiday,
    check,
    read,
    verify_history,
    verify_pack,
    export_history,
    check_plan,
    report,
):
    main.add_command(command)
