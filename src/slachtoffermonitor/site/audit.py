"""The audit pages: claims, contradictions, records, revisions, other readings."""

from __future__ import annotations

from collections.abc import Iterable

from slachtoffermonitor.site.data import VERDICTS
from slachtoffermonitor.site.figures import count_verdicts, page_name
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page


def pages(material: Material) -> Iterable[Page]:
    """Yield the audit pages."""
    warehouse, t = material.warehouse, material.t
    exhibits = {exhibit.code: exhibit for exhibit in warehouse.exhibits}
    common = {"exhibits": exhibits, "page_name": page_name, "newest": warehouse.newest}
    documents = {claim.document_code: claim.document_title for claim in warehouse.claims}
    counts = count_verdicts(warehouse.claims)
    yield Page(
        path="audit/index",
        template="audit.html.j2",
        title=t("audit.title"),
        section="audit",
        context={
            **common,
            "counts": {code: counts.get(code, 0) for code in VERDICTS},
            "claims": warehouse.claims,
            "contradictions": warehouse.contradictions,
            "record_count": sum(fate.record_count for fate in warehouse.fates),
            "revised": sum(count.revised_count for count in warehouse.revision_counts),
            "effects": warehouse.effects,
        },
        search=t("audit.lead"),
    )
    yield Page(
        path="audit/claims",
        template="claims.html.j2",
        title=t("claims.title"),
        section="audit",
        context={
            **common,
            "claims": warehouse.claims,
            "documents": documents,
            "verdicts": VERDICTS,
            "counts": counts,
            "editions": sorted({c.edition_code for c in warehouse.claims if c.edition_code}),
        },
        search=" ".join(dict.fromkeys(claim.description for claim in warehouse.claims)),
        sidebar="audit-sidebar.html.j2",
    )
