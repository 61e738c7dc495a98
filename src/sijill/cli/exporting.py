"""The command `export`: the register in the formats of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sijill.cli.options import USAGE, Failure, narrowing, quiet_option, register_option, say, using
from sijill.exports.formats import FORMATS


@click.command(short_help="Write figures, events and instruments in the formats of others.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS, "pages"]),
    required=True,
    help="What to write; what each carries and leaves out: docs/formats.md.",
)
@click.option(
    "--output",
    "place",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file, a folder, or a name that ends in .zip. Without it a format of one file goes to standard output.",
)
@narrowing("measure", "place", "since", "until", "source", "status", "language", "document", "limit")
@register_option
@quiet_option
def export(form: str, place: Path | None, register: Path | None, quiet: bool, **filters: Any) -> None:
    """Write the register, or what passes the filters, in a format that other programs read.

    \b
    csv, jsonl, parquet   four tables with a Frictionless datapackage.json
    hxl                   CSV with a row of HXL hashtags
    webannotation         W3C Web Annotation: each record on its characters
    schemaorg             JSON-LD in the words of schema.org
    geojson               figures and events on a map
    icalendar             mandates that end, with an alarm 90 days before
    atom                  a feed of figures
    sdmx                  SDMX-CSV with its structure
    iati                  IATI 2.03 activities of instruments with money
    ftm                   FollowTheMoney entities
    pages                 the whole register as web pages in a folder, for any browser, without a server

    --measure, --place, --source, --status and --limit narrow figures; of events and instruments those of the
    same documents are kept. The same register gives the same bytes.

    \b
    Examples:
      sijill export --format csv --output register.zip
      sijill export --format hxl --measure interceptions --since 2024 > interceptions.csv
      sijill export --format icalendar --output mandates.ics
      sijill export --format pages --output register-pages
    """
    if form == "pages":
        _write_pages(place, register, any(filters.values()))
        return
    from sijill.exports.gathered import gather
    from sijill.exports.made import packed, write
    from sijill.register.opening import reading
    from sijill.register.query import Filters

    chosen = FORMATS[form]
    if place is None and chosen.several and sys.stdout.isatty():
        raise click.UsageError(f"{form} is several files; say where: --output FOLDER, or --output FILE.zip")
    with using(register) as opened, reading(opened) as connection:
        found = gather(connection, Filters(**filters))
    made = chosen.make(found)
    if place is None:
        (content,) = [packed(made.files)] if chosen.several else made.files.values()
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        try:
            written = write(made, place)
        except OSError as error:
            raise Failure(f"cannot write {place}: {error.strerror or error}", USAGE) from error
        say("\n".join(f"wrote {path}" for path in written))
    for sentence in made.left_out:
        say(sentence)
    kinds: dict[str, list[Any]] = {
        "figures": found.figures,
        "events": found.events,
        "instruments": found.instruments,
    }
    say(
        " · ".join(f"{len(kinds[kind]):,} {kind}" for kind in chosen.carries)
        + f" gathered, as {chosen.title}"
    )


def _write_pages(place: Path | None, register: Path | None, narrowed: bool) -> None:
    from sijill.cli.official import opened_library
    from sijill.register.opening import reading
    from sijill.web.folder import NotEmptyError, write_pages

    if place is None:
        raise click.UsageError("pages are many files; say where: --output FOLDER")
    if narrowed:
        raise click.UsageError("pages are of the whole register: leave the filters out")
    library = opened_library(register)
    with using(register) as opened, reading(opened) as connection:
        try:
            number = write_pages(connection, library, place)
        except NotEmptyError as error:
            raise click.UsageError(str(error)) from error
        except OSError as error:
            raise Failure(f"cannot write {place}: {error.strerror or error}", USAGE) from error
    say(f"wrote {number:,} pages; open {place / 'index.html'}")
