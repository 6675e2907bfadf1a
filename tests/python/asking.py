"""Asks the page of own tables in a browser, and says what its table should show."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import Page

from slachtoffermonitor.site.charts import digits
from slachtoffermonitor.site.data import (
    DIFFERS,
    NOT_PRINTED,
    PRINTED,
    Cell,
)
from slachtoffermonitor.site.texts import Texts

READ: Final = """
async (links) => {
  const answers = [];
  for (const link of links) {
    if (location.hash !== link) {
      const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
      location.hash = link;
      await changed;
    }
    const table = document.getElementById("ask-table");
    answers.push({
      columns: [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent),
      rows: [...table.tBodies[0].rows].map((row) => ({
        label: row.cells[0].textContent,
        cells: [...row.cells].slice(1).map((cell) => [
          (cell.querySelector("a") ?? cell).textContent,
          cell.querySelector("a")?.getAttribute("href") ?? null,
          cell.querySelector(".invented, .differs")?.textContent ?? "",
        ]),
      })),
      unknown: document.getElementById("ask-unknown").textContent,
    });
  }
  return answers;
}
"""
"""Opens links one after the other and reads the table of each."""


def link(exhibit: str, edition: str, columns: str, rows: str, measure: str, *without: str) -> str:
    """Return the part of the address that keeps the choices."""
    choices = {
        "exhibit": exhibit,
        "edition": edition,
        "columns": columns,
        "rows": rows,
        "measure": measure,
    }
    if without:
        choices["without"] = ",".join(without)
    return "#" + urlencode(choices)


def shown(cell: Cell, t: Texts, is_share: bool = False) -> str:
    """Return how the page writes a cell."""
    if is_share:
        return "[z]" if cell.pct is None else f"{cell.pct}%"
    return "[z]" if cell.value is None else t.number(cell.value, digits(cell.measure))


def mark_of(cell: Cell, t: Texts, is_share: bool = False) -> str:
    """Return the mark of a number: whether a document prints it."""
    in_print, number = cell.value_in_print, cell.printed_value
    if is_share and (cell.share_in_print != NOT_PRINTED or in_print != PRINTED):
        in_print, number = cell.share_in_print, cell.printed_share
    if in_print == DIFFERS:
        assert number is not None
        printed = t.number(number, 0 if number == int(number) else 1)
        return "≠ " + t("print.instead", number=printed + ("%" if is_share else ""))
    return "°" if in_print == NOT_PRINTED else ""


def trace_link(cell: Cell) -> str:
    """Return the link that a number has."""
    return f"trace/{cell.exhibit_code}-{cell.edition_code}.html#{cell.id}"


def read(tab: Page, links: list[str]) -> list[Any]:
    """Return the tables of some links."""
    found: list[Any] = tab.evaluate(READ, links)
    return found
