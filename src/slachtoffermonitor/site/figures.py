"""A page per exhibit and edition: chart, table, base and notes, verdicts, rules, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site import charts, which_number
from slachtoffermonitor.site.citing import embed_code, styles
from slachtoffermonitor.site.claims import count_verdicts, say
from slachtoffermonitor.site.data import (
    DIFFERS,
    NOT_PRINTED,
    PRINTED,
    Cell,
    Edition,
    Exhibit,
    Warehouse,
)
from slachtoffermonitor.site.library import Decision, source_file
from slachtoffermonitor.site.material import DOWNLOADS, Material, Picture, write_preview
from slachtoffermonitor.site.models import PROJECT_FILE, Model, Project, load_project
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.table_files import Sheet, write_tables
from slachtoffermonitor.site.tables import tables_of
from slachtoffermonitor.site.texts import Texts


def require_words(warehouse: Warehouse, t: Texts) -> None:
    """Refuse to make figures for which a word is missing.

    Raises:
        ProjectError: names all that is missing, and where to write it.
    """
    words = {f"note.{exhibit.code}" for exhibit in warehouse.exhibits}
    for cell in warehouse.cells:
        words |= {f"{said}.{cell.row_kind}" for said in ("row_kind", "condition")}
        words.add(f"measure.{cell.measure}")
    if missing := sorted(word for word in words if not t.has(word)):
        raise ProjectError(
            f"The site has no words for {', '.join(missing)}: write them in Dutch and English in "
            f"src/slachtoffermonitor/site/texts/figures.yml and trace.yml."
        )


@dataclass(frozen=True)
class Rule:
    """A rule with the rulings that belong to it."""

    code: str
    title: str
    decisions: tuple[Decision, ...]


def page_name(exhibit: str, edition: str) -> str:
    """Return the path of the page of an exhibit in an edition."""
    return f"figures/{exhibit}-{edition}"


def trace_page(exhibit: str, edition: str) -> str:
    """Return the path of the page that traces the cells of an exhibit in an edition."""
    return f"trace/{exhibit}-{edition}"


def pages(material: Material) -> Iterable[Page]:
    """Yield the list of the exhibits and a page for each of them in each edition."""
    warehouse, t = material.warehouse, material.t
    editions = {exhibit.code: warehouse.editions_of(exhibit.code) for exhibit in warehouse.exhibits}
    pictures = {
        (exhibit.code, edition.code): _pictures(material, exhibit, edition)
        for exhibit in warehouse.exhibits
        for edition in editions[exhibit.code]
    }
    project = load_project(material.prepared() / PROJECT_FILE)
    thumbnails: dict[str, Picture] = {}
    made: list[Page] = []
    for exhibit in warehouse.exhibits:
        for edition in editions[exhibit.code]:
            drawn = pictures[exhibit.code, edition.code]
            others = editions[exhibit.code]
            made.append(_page(material, project, exhibit, edition, others, pictures=drawn))
            if drawn and (edition.is_default or exhibit.code not in thumbnails):
                thumbnails[exhibit.code] = drawn[0]
    yield Page(
        path="figures/index",
        template="figures.html.j2",
        title=t("figures.title"),
        section="figures",
        context={
            "exhibits": warehouse.exhibits,
            "editions": editions,
            "thumbnails": thumbnails,
            "page_name": page_name,
        },
        search=" ".join(exhibit.title.in_(t.language) for exhibit in warehouse.exhibits),
    )
    yield from made


def _heading(exhibit: Exhibit, edition: Edition, t: Texts) -> str:
    return f"{exhibit.number(t.language)}: {exhibit.title.in_(t.language)}, {edition.code}"


def _pictures(material: Material, exhibit: Exhibit, edition: Edition) -> list[Picture]:
    heading = _heading(exhibit, edition, material.t)
    return [
        material.pictures.draw(chart, heading)
        for chart in charts.charts_of(material.warehouse, exhibit, edition, material.t)
    ]


def _page(
    material: Material,
    project: Project,
    exhibit: Exhibit,
    edition: Edition,
    editions: Sequence[Edition],
    *,
    pictures: list[Picture],
) -> Page:
    warehouse, t = material.warehouse, material.t
    number, title = exhibit.number(t.language), exhibit.title.in_(t.language)
    cells = warehouse.of(exhibit.code, edition.code)
    claims = [
        claim
        for claim in warehouse.claims
        if claim.exhibit_code == exhibit.code and claim.edition_code == edition.code
    ]
    labels = dict.fromkeys(
        label
        for cell in cells
        for label in (cell.row_label.in_(t.language), cell.column_label.in_(t.language))
    )
    index = warehouse.exhibits.index(exhibit)
    path = page_name(exhibit.code, edition.code)
    file = f"{exhibit.code}-{edition.code}"
    tables = tables_of(warehouse, cells, edition, t)
    notes = _notes(t, exhibit, edition)
    write_tables(
        material.site,
        file,
        Sheet(
            _heading(exhibit, edition, t),
            [t(f"banner.{warehouse.notice}"), *notes],
            tables,
            warehouse.synthetic,
        ),
        t,
    )
    address = f"{t.language}/{path}.html"
    has_preview = bool(pictures) and edition.is_default
    return Page(
        path=path,
        template="figure.html.j2",
        title=_heading(exhibit, edition, t),
        section="figures",
        context={
            "exhibit": exhibit,
            "number": number,
            "heading": title,
            "edition": edition,
            "editions": editions,
            "exhibits": warehouse.exhibits,
            "page_name": page_name,
            "pictures": pictures,
            "tables": tables,
            "marks": count_marks(cells),
            "synthetic": warehouse.synthetic,
            "which_number": (
                which_number.PATH
                if exhibit.code in which_number.CONCERNED and which_number.answers_of(warehouse)
                else ""
            ),
            "bases": bases_of(material, exhibit, cells),
            "notes": notes,
            "claims": say(warehouse, claims, t),
            "verdicts": count_verdicts(claims),
            "rules": rules_of(material, project.models[exhibit.model_name]),
            "model_file": source_file(f"models/marts/exhibits/{exhibit.model_name}.sql"),
            "trace": trace_page(exhibit.code, edition.code),
            "csv": f"{DOWNLOADS}/{file}.csv",
            "labelled": f"{DOWNLOADS}/{t.language}/{file}",
            "styles": styles(exhibit, edition, address, material.imprint, t),
            "embeds": [
                embed_code(
                    address,
                    picture.svg,
                    f"{number}. {picture.chart.summary}",
                    (picture.width, picture.height),
                    material.imprint,
                )
                for picture in pictures
            ],
            "has_address": bool(material.imprint.address),
            "cell_count": len(cells),
            "acceptances": warehouse.acceptances,
            "before": warehouse.exhibits[index - 1] if index else None,
            "after": (
                warehouse.exhibits[index + 1] if index + 1 < len(warehouse.exhibits) else None
            ),
        },
        description=f"{pictures[0].chart.title}. {t('imprint.description')}" if pictures else "",
        picture=write_preview(material.site, pictures[0]) if has_preview else "",
        search=" ".join(labels),
        sidebar="exhibits.html.j2",
    )


def count_marks(cells: Iterable[Cell]) -> dict[str, int]:
    """Return the number of cells whose number is printed, differs from print, or is not printed."""
    counts = dict.fromkeys((PRINTED, DIFFERS, NOT_PRINTED), 0)
    for cell in cells:
        counts[cell.value_in_print] += 1
    return counts


def bases_of(material: Material, exhibit: Exhibit, cells: Sequence[Cell]) -> list[str]:
    """Say of every kind of row with percentages what its 100 percent is."""
    t, language = material.t, material.t.language
    labels = {(cell.row_kind, cell.row_code): cell.row_label.in_(language) for cell in cells}
    sentences: dict[str, None] = {}
    for row in material.warehouse.row_kinds:
        if row.exhibit_code != exhibit.code or row.row_kind == "total" or row.base_row_kind is None:
            continue
        base = labels.get((row.base_row_kind, row.base_row_code or ""), "")
        sentences[
            t(
                "figure.base",
                rows=t(f"row_kind.{row.row_kind}"),
                base=(
                    t("figure.base_total", measure=t(f"measure.{exhibit.main_measure}"))
                    if row.base_row_kind == "total"
                    else f"{base[:1].lower()}{base[1:]}"
                ),
            )
        ] = None
    return list(sentences) or [t("figure.no_base")]


def _notes(t: Texts, exhibit: Exhibit, edition: Edition) -> list[str]:
    notes = [t(f"note.{exhibit.code}")]
    if edition.first_covered_year > edition.year_from:
        notes.append(t("note.not_covered", year=str(edition.first_covered_year)))
    if not edition.is_complete:
        notes.append(t("note.incomplete"))
    notes.append(t("note.printed", count=edition.printed_numbers, edition=edition.code))
    return notes


def rules_of(material: Material, model: Model, steps: Iterable[str] = ()) -> list[Rule]:
    """Return the rules that shape an exhibit, with their rulings.

    Args:
        material: what the pages are made from.
        model: the exhibit's model, whose description names its rules.
        steps: rules of the steps that lead to its cells, where these are shown.
    """
    return [
        Rule(name, material.t(f"rule.{name}"), tuple(material.library.of_rule(name)))
        for name in sorted({*model.rules, *filter(None, steps)})
    ]
