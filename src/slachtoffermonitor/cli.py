"""The command `slachtoffermonitor`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Annotated, Final

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from slachtoffermonitor import build as builder
from slachtoffermonitor import (
    dbt_run,
    erasure,
    history,
    kept,
    project,
    screen,
    summary,
    table_check,
    warehouse,
)
from slachtoffermonitor import export as exporter
from slachtoffermonitor.delivery import require_readable
from slachtoffermonitor.feedback.command import feedback
from slachtoffermonitor.files import require_place
from slachtoffermonitor.guards.checks import STAGES
from slachtoffermonitor.guards.process import (
    INDEX_PAGE,
    Guards,
    docs_folder,
    message,
    summary_line,
)
from slachtoffermonitor.kit import command as release_kit
from slachtoffermonitor.office import Office, read_office
from slachtoffermonitor.options import Audience, Database, Register
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication.command import publish
from slachtoffermonitor.verify import judge as verify
from slachtoffermonitor.verify import show

app = typer.Typer(
    name="slachtoffermonitor",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

LINES_SHOWN: Final = 12
"""So many lines of a node's message are shown; its log has the rest."""

FAILURES_SHOWN: Final = 10


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"slachtoffermonitor {metadata.version('slachtoffermonitor')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """The data warehouse of the monitor of victims of human trafficking."""
    project.require_home()


@app.command(short_help="Build the warehouse with all its tests.")
def build(
    database: Database = None,
    register: Register = None,
    unit_tests: Annotated[
        bool, typer.Option(help="Also run the unit tests of the rules, which need no data.")
    ] = True,
) -> None:
    """Build the warehouse with all its tests, and close with a summary.

    The last good warehouse stays in its place until the new one has passed everything.
    """
    with screen.clear_errors():
        root = project.project_root()
        target = project.database_path(database)
        source = project.delivery(register)
        began = time.monotonic()
        require_place(target)
        kept.enforce(target, datetime.now(UTC))
        _check(source)
        with screen.progress("Building") as progress:
            result = builder.build(target, source, root, progress, unit_tests)
        if not result.success:
            _report_failure(result, source)
            raise typer.Exit(1)
        seconds = time.monotonic() - began
        note = (
            f"{result.node_count:,} nodes passed in {seconds:.0f} s; {summary_line(result.judged)}"
        )
        # The models know no clock; when they were run is for the history alone.
        now = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            history.append(target, result.node_count, now, result.register_digest)
        except ProjectError as error:
            # The warehouse stands in its place: the build has not failed.
            screen.err().print(
                f"This build is not in the history. {error}", markup=False, soft_wrap=True
            )
        found = warehouse.read_summary(target)
        summary.show(screen.out(), found, target, note, result.docs / INDEX_PAGE)


@app.command("summary")
def show_summary(database: Database = None) -> None:
    """Show the summary of the warehouse as it is."""
    with screen.clear_errors():
        target = project.database_path(database)
        summary.show(screen.out(), warehouse.read_summary(target), target)


@app.command("check-delivery", short_help="Check the files of a delivery.")
def check_delivery(
    directory: Annotated[
        Path | None,
        typer.Argument(help="Directory of the delivery. Default: the shipped register."),
    ] = None,
) -> None:
    """Check every file of a delivery from beginning to end, without building anything."""
    with screen.clear_errors():
        source = project.delivery(directory)
        records = _check(source)
        screen.out().print(
            f"Every file of {source.directory} can be read and has the columns of the contract: "
            f"{sum(records.values()):,} records in {len(records):,} files. "
            "Codes and dates are judged record by record in the build.",
            soft_wrap=True,
            highlight=False,
        )


@app.command(short_help="Judge a warehouse that a bare dbt has built.")
def expectations(
    database: Database = None,
    docs: Annotated[
        Path | None, typer.Option(help="Folder for the Data Docs. Default: beside the warehouse.")
    ] = None,
) -> None:
    """Judge all expectations of a warehouse that a bare `dbt build` has made."""
    with screen.clear_errors():
        target = project.database_path(database)
        _office()
        with warehouse.open_warehouse(target) as connection:
            connection.execute("select 1 from audit.aud_expectation_results")
        folder = docs or docs_folder(project.workshop_path(target))
        with Guards() as guards:
            outcomes = [guards.judge(stage, target, folder) for stage in STAGES]
        fallen = [found for outcome in outcomes for found in outcome.failures]
        for found in fallen:
            screen.err().print(f"{builder.EXPECTATION} {found.expectation_id}", markup=False)
            for text in message(found, target).splitlines():
                screen.err().print(f"  {text}", markup=False, soft_wrap=True)
        screen.out().print(summary_line(outcomes), highlight=False)
        screen.out().print(f"Data Docs: {folder / INDEX_PAGE}", highlight=False, soft_wrap=True)
        if fallen:
            raise typer.Exit(1)


@app.command(short_help="List the records that failed a test, by id.")
def failures(
    expectation: Annotated[str, typer.Argument(help="Its id, as the build names it.")],
    database: Database = None,
) -> None:
    """List the records that failed an expectation or a test: their ids, no personal values."""
    with screen.clear_errors():
        target = project.database_path(database)
        columns, rows = warehouse.read_failures(target, expectation)
        for line in (columns, *rows):
            typer.echo("\t".join(line))


@app.command(short_help="Write the published marts to CSV and Parquet.")
def export(
    *,
    target: Annotated[Path, typer.Argument(help="Directory for the files.")] = Path("export"),
    database: Database = None,
    csv: Annotated[bool, typer.Option(help="Write CSV.")] = True,
    parquet: Annotated[bool, typer.Option(help="Write Parquet.")] = True,
    facts: Annotated[
        bool,
        typer.Option(
            "--facts", help="Also the tables with a row per victim; they are not for publication."
        ),
    ] = False,
    audience: Audience = None,
) -> None:
    """Write the published marts to CSV and Parquet; the same warehouse gives the same bytes."""
    with screen.clear_errors():
        formats: list[exporter.ExportFormat] = []
        formats += ["csv"] if csv else []
        formats += ["parquet"] if parquet else []
        built = project.database_path(database)
        files = exporter.export(built, target, tuple(formats), facts, audience)
        screen.out().print(f"{len(files)} files in {target}", highlight=False)


app.command(short_help="Publish the warehouse, or look at what was published.")(publish)
app.command(short_help="Tell every reporter what became of its records.")(feedback)


@app.command("verify", short_help="Say what each figure of a text is.")
def verify_text(
    text: Annotated[
        str, typer.Argument(help="A number or a sentence, such as '1.334 slachtoffers in 2019'.")
    ] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="A text to read instead, in UTF-8.")
    ] = None,
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, not a table.")] = False,
) -> None:
    """Say for each figure of a text what it is in the monitor, or why it cannot be.

    Exit code 0: nothing to object; 3: a figure cannot be what its sentence says; 4: no cell has a
    figure, and no other is objected to.
    """
    with screen.clear_errors():
        if bool(text) == (file is not None):
            raise ProjectError("Give either a text or --file with the name of one.")
        try:
            given = file.read_text(encoding="utf-8") if file else text
        except UnicodeDecodeError:
            raise ProjectError(f"The text {file} is not in UTF-8; save it as UTF-8.") from None
        findings = verify.verify(given, project.database_path(database))
        if as_json:
            typer.echo(show.as_json(findings))
        else:
            screen.out().print(show.table(findings))
        if code := show.exit_code(findings):
            raise typer.Exit(code)


@app.command("check-table", short_help="Check a table before it leaves.")
def check_table(
    file: Annotated[Path, typer.Argument(help="A long table in CSV (docs/table-check.md).")],
    exclusive: Annotated[
        list[str] | None,
        typer.Option(help="An attribute about forms in which nobody is counted twice."),
    ] = None,
) -> None:
    """Check a table before its numbers leave: parts and wholes, one basis, years.

    Exit code 0: nothing to object; 3: there are faults.
    """
    with screen.clear_errors():
        row_count, faults = table_check.check_file(file, exclusive or ())
        shown = Table("lines", "what", "fault", box=box.SIMPLE_HEAD)
        for fault in faults:
            lines = ", ".join(map(str, fault.lines[:6])) + (" ..." if len(fault.lines) > 6 else "")
            shown.add_row(lines, Text(fault.where), Text(fault.sentence))
        if faults:
            screen.out().print(shown)
        noun = "fault" if len(faults) == 1 else "faults"
        screen.out().print(f"{row_count:,} numbers, {len(faults):,} {noun}.")
        if faults:
            raise typer.Exit(show.OBJECTED)


@app.command("kept", short_help="List what is kept, where and how long.")
def show_kept(database: Database = None) -> None:
    """List what is kept of the register: what, where, since when and how long."""
    with screen.clear_errors():
        target = project.database_path(database)
        table = Table("what", "persons", "kept since", "days", "MB", "where", box=box.SIMPLE_HEAD)
        for found in kept.find(target):
            days = found.kind.keep_days()
            table.add_row(
                found.kind.label,
                "yes" if found.kind.has_persons else "no",
                f"{found.written_at:%Y-%m-%d}",
                "no limit" if days is None else str(days),
                f"{found.byte_count / 1e6:.1f}",
                Text(str(found.path)),
            )
        screen.out().print(table)
        screen.out().print(
            "A build removes what is over its days; docs/privacy.md has the settings."
        )


@app.command(short_help="Erase persons from all that is kept.")
def erase(
    persons: Annotated[
        typer.FileText,
        typer.Argument(help="File with a pseudonym on each line; - reads them from the input."),
    ],
    database: Database = None,
    register: Register = None,
) -> None:
    """Erase persons from a delivery and from all that is kept, and search for what is left.

    The pseudonyms are read from a file, so that they stand in no list of commands.
    """
    with screen.clear_errors():
        target = project.database_path(database)
        require_place(target)
        source = project.delivery(register)
        with screen.progress("Building without them") as progress:
            done = erasure.erase(
                erasure.read_pseudonyms(persons),
                source,
                target,
                project.project_root(),
                erased_at=datetime.now(UTC).isoformat(timespec="seconds"),
                progress=progress,
            )
        screen.out().print(
            f"{done.record_count:,} records are erased from {done.file_count} files of "
            f"{source.directory}; nothing that is kept holds a trace of them.",
            soft_wrap=True,
        )
        if done.publication_count:
            screen.out().print(
                f"Publications removed: {done.publication_count:,}; a new draft takes their place."
            )
        for place in done.databases:
            screen.out().print(
                f"Fill {place} again: until then it holds what is erased here "
                "(`slachtoffermonitor publish --postgres`).",
                soft_wrap=True,
            )
        screen.out().print(f"{sum(done.cells.values()):,} published figures change:")
        for (exhibit, edition), count in sorted(done.cells.items()):
            screen.out().print(f"  {exhibit} {edition}: {count:,}")
        screen.out().print(
            "Copies elsewhere (exports with --facts, backups, the sender's own file) are not "
            "reached; erase there too.",
            soft_wrap=True,
        )


@app.command(short_help="Make the static site, in two languages.")
def site(
    target: Annotated[Path, typer.Argument(help="Folder for the site.")] = Path("site"),
    database: Database = None,
    audience: Audience = None,
) -> None:
    """Make the monitor's static site: figures, audit and documents, in Dutch and English.

    It opens from the file system; what stood in the folder is replaced when the new one is ready.
    """
    with screen.clear_errors():
        try:
            from slachtoffermonitor.site.build import build_site  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise ProjectError(
                f"The package {error.name} is missing; `make site` sets up what a site needs."
            ) from None
        began = time.monotonic()
        built = project.database_path(database)
        root = project.project_root()
        result = build_site(built, target.absolute(), root, audience=audience)
        for warning in result.warnings:
            screen.err().print(warning, markup=False, soft_wrap=True)
        screen.out().print(
            f"{target / 'index.html'}: {result.page_count} pages, "
            f"{result.byte_count / 1e6:.1f} MB, in {time.monotonic() - began:.0f} s",
            highlight=False,
            soft_wrap=True,
        )


app.command(short_help="Make the release kit of a publication.")(release_kit.kit)
app.command(short_help="Look up a published number by its identifier.")(release_kit.cite)


def _office() -> Office:
    """Return what the office owns; what it accepts are expectations that it may accept."""
    office = read_office()
    if office.acceptances:
        from slachtoffermonitor.guards.acceptances import require_acceptable  # noqa: PLC0415

        require_acceptable(office)
    return office


def _check(source: project.Delivery) -> dict[str, int]:
    """Check a delivery, with progress by file, and what the office owns; count its records."""
    office = _office()
    with screen.progress("Checking the delivery") as progress:
        return require_readable(
            source.directory,
            source.prefix,
            lambda path, number, total: progress(number, total, path.name),
            {} if source.is_shipped else office.renamed,
        )


def _report_failure(result: builder.BuildResult, source: project.Delivery) -> None:
    """Print what failed, in the words of the nodes, and how to look closer."""
    console = screen.err()

    def line(text: str = "") -> None:
        console.print(text, markup=False, soft_wrap=True)

    stays = (
        f"The last good warehouse, {result.database}, is unchanged."
        if result.database.exists()
        else "There is no earlier warehouse to fall back on."
    )
    expected = [found for found in result.failures if found.kind == builder.EXPECTATION]
    if result.failures:
        noun = builder.EXPECTATION if expected else "node"
        noun += "" if len(result.failures) == 1 else "s"
        skipped = f", {result.skipped_count} skipped because of it" if result.skipped_count else ""
        line(f"The build stopped: {len(result.failures)} {noun} failed{skipped}. {stays}")
    else:
        line(f"The build stopped. {stays}")
        line(result.message)
    for failure in result.failures[:FAILURES_SHOWN]:
        line()
        line(f"{failure.kind} {failure.name}")
        message = failure.message.splitlines()
        for text in message[:LINES_SHOWN]:
            line(f"  {text}")
        if len(message) > LINES_SHOWN:
            line(f"  and {len(message) - LINES_SHOWN} more lines in the log")
    if len(result.failures) > FAILURES_SHOWN:
        line()
        line(f"and {len(result.failures) - FAILURES_SHOWN} more; the log has them all")
    if result.failed_database is None:
        return
    line()
    line("Look closer:")
    line(f"  what was built until then: {result.failed_database}")
    line(f"  the log: {dbt_run.log_of(result.failed_database)}")
    if result.judged:
        line(f"  the Data Docs: {result.docs / INDEX_PAGE}")
    if result.failures and not expected:
        line(f"  one node again: {builder.command_for(result, source, result.failures[0].name)}")
