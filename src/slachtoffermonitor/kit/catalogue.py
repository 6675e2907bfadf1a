"""Describes a kit for data catalogues, in DCAT-AP 3 (data.overheid.nl, data.europa.eu).

The shapes of DCAT-AP pass without a licence, a contact or an identifier; they are given here all
the same. Nothing has a blank node, so that the same kit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS, XSD

from slachtoffermonitor.files import digest
from slachtoffermonitor.kit.packages import Described, identifier, licence_address
from slachtoffermonitor.kit.publication import Publication, both, words_of

CATALOGUE_FILE: Final = "catalogue.ttl"

_VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
_SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
_DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
_EU: Final = "http://publications.europa.eu/resource/authority/"
_AVAILABLE: Final = "planned-availability/AVAILABLE"
_THEMES: Final = ("JUST", "SOCI")
"""Justice and public safety; population and society."""
_FILE_TYPES: Final = {
    ".csv": ("CSV", "text/csv"),
    ".parquet": ("PARQUET", "application/vnd.apache.parquet"),
    ".xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ods": ("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
}
_IANA: Final = "http://www.iana.org/assignments/media-types/"
_KEYWORDS: Final = {
    "nl": ("mensenhandel", "slachtoffers", "uitbuiting"),
    "en": ("human trafficking", "victims", "exploitation"),
}
_LANGUAGES: Final = {"nl": "NLD", "en": "ENG"}


def write_catalogue(
    described: Described, editions: Sequence[str], files: Sequence[Path], folder: Path
) -> Path:
    """Write `catalogue.ttl`: a catalogue, one dataset, and a distribution for each file of it.

    Args:
        described: the publication and its exhibits.
        editions: codes of the editions, such as `2015-2019`; they say what years are covered.
        files: the tables and workbooks of the kit.
        folder: the kit.
    """
    graph = Graph()
    for prefix, namespace in {
        "dcatap": _DCATAP,
        "vcard": _VCARD,
        "spdx": _SPDX,
        "adms": _ADMS,
    }.items():
        graph.bind(prefix, namespace)
    publication = described.publication
    root = identifier(publication)
    join = "/" if root.startswith("http") else ":"
    catalogue, dataset = URIRef(f"{root}{join}catalogue"), URIRef(root)
    publisher = _publisher(graph, publication, f"{root}{join}publisher")
    contact = _contact(graph, publication, f"{root}{join}contact")
    licence = _licence(graph, publication, f"{root}{join}licence")

    graph.add((catalogue, RDF.type, DCAT.Catalog))
    _say(graph, catalogue, "title.monitor", "title.about", publication)
    graph.add((catalogue, DCTERMS.publisher, publisher))
    graph.add((catalogue, DCAT.contactPoint, contact))
    graph.add((catalogue, DCTERMS.license, licence))
    graph.add((catalogue, DCAT.dataset, dataset))
    themes = _known(graph, "data-theme", SKOS.ConceptScheme)
    graph.add((catalogue, DCAT.themeTaxonomy, themes))
    graph.add((themes, DCTERMS.title, Literal("Data theme", "en")))
    _dates_and_languages(graph, catalogue, publication)
    country = _known(graph, "country/NLD", DCTERMS.Location)
    graph.add((catalogue, DCTERMS.spatial, country))

    graph.add((dataset, RDF.type, DCAT.Dataset))
    _say(graph, dataset, "title.kit", "title.about", publication)
    graph.add((dataset, DCTERMS.identifier, Literal(root)))
    graph.add((dataset, DCTERMS.creator, publisher))
    graph.add((dataset, DCTERMS.publisher, publisher))
    graph.add((dataset, DCAT.contactPoint, contact))
    graph.add((dataset, URIRef(f"{DCAT}version"), Literal(publication.name)))
    graph.add((dataset, DCTERMS.spatial, country))
    graph.add(
        (dataset, DCTERMS.accrualPeriodicity, _known(graph, "frequency/ANNUAL", DCTERMS.Frequency))
    )
    graph.add((dataset, DCTERMS.accessRights, _access(graph, publication)))
    for theme in _THEMES:
        graph.add((dataset, DCAT.theme, _known(graph, f"data-theme/{theme}", SKOS.Concept)))
    for language, words in _KEYWORDS.items():
        for word in words:
            graph.add((dataset, DCAT.keyword, Literal(word, language)))
    _dates_and_languages(graph, dataset, publication)
    _years(graph, dataset, editions, f"{root}{join}years")
    for file in files:
        path = file.relative_to(folder).as_posix()
        distribution = URIRef(f"{root}{join}{path}")
        graph.add((dataset, DCAT.distribution, distribution))
        _distribution(graph, distribution, file, publication, licence)
    target = folder / CATALOGUE_FILE
    target.write_text(graph.serialize(format="turtle"), encoding="utf-8", newline="\n")
    return target


def _say(
    graph: Graph, thing: URIRef, title: str, description: str, publication: Publication
) -> None:
    for language, t in both().items():
        graph.add((thing, DCTERMS.title, Literal(t(title, name=publication.label(t)), language)))
        said = " ".join([t(description), *publication.notices(t)])
        graph.add((thing, DCTERMS.description, Literal(said, language)))


def _dates_and_languages(graph: Graph, thing: URIRef, publication: Publication) -> None:
    day = Literal(f"{publication.published_at:%Y-%m-%d}", datatype=XSD.date)
    graph.add((thing, DCTERMS.issued, day))
    graph.add((thing, DCTERMS.modified, day))
    for code in _LANGUAGES.values():
        graph.add(
            (thing, DCTERMS.language, _known(graph, f"language/{code}", DCTERMS.LinguisticSystem))
        )


def _known(graph: Graph, name: str, kind: URIRef) -> URIRef:
    """Return a term of the European Union's authority tables, and say what kind it is."""
    term = URIRef(f"{_EU}{name}")
    graph.add((term, RDF.type, kind))
    if kind == SKOS.Concept:
        graph.add((term, SKOS.prefLabel, Literal(name.rpartition("/")[2], "en")))
    return term


def _publisher(graph: Graph, publication: Publication, name: str) -> URIRef:
    agent = URIRef(name)
    graph.add((agent, RDF.type, FOAF.Agent))
    for language, t in both().items():
        said = publication.publisher.named("publisher", t)
        graph.add((agent, FOAF.name, Literal(said, language)))
    if page := publication.publisher.plain("web_address"):
        graph.add((agent, FOAF.homepage, URIRef(page)))
        graph.add((URIRef(page), RDF.type, FOAF.Document))
    return agent


def _contact(graph: Graph, publication: Publication, name: str) -> URIRef:
    contact = URIRef(name)
    for kind in (_VCARD.Kind, _VCARD.Organization):
        graph.add((contact, RDF.type, kind))
    said = publication.publisher.named("contact", words_of("en"))
    graph.add((contact, _VCARD.fn, Literal(said)))
    if email := publication.publisher.plain("email"):
        graph.add((contact, _VCARD.hasEmail, URIRef(f"mailto:{email}")))
    return contact


def _licence(graph: Graph, publication: Publication, name: str) -> URIRef:
    """Return the licence: an address, or a sentence that says that none is granted."""
    licence = URIRef(licence_address(publication) or name)
    graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
    if str(licence) == name:
        for language, t in both().items():
            said = publication.publisher.say("licence", t)
            graph.add((licence, DCTERMS.title, Literal(said, language)))
    return licence


def _access(graph: Graph, publication: Publication) -> URIRef:
    name = "access-right/PUBLIC" if publication.is_open else "access-right/RESTRICTED"
    return _known(graph, name, DCTERMS.RightsStatement)


def _years(graph: Graph, dataset: URIRef, editions: Sequence[str], name: str) -> None:
    period = URIRef(name)
    first, last = min(editions)[:4], max(edition[-4:] for edition in editions)
    graph.add((dataset, DCTERMS.temporal, period))
    graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((period, DCAT.startDate, Literal(f"{first}-01-01", datatype=XSD.date)))
    graph.add((period, DCAT.endDate, Literal(f"{last}-12-31", datatype=XSD.date)))


def _distribution(
    graph: Graph, thing: URIRef, file: Path, publication: Publication, licence: URIRef
) -> None:
    kind, media = _FILE_TYPES[file.suffix]
    graph.add((thing, RDF.type, DCAT.Distribution))
    graph.add((thing, DCTERMS.title, Literal(file.name)))
    graph.add(
        (
            thing,
            DCTERMS.description,
            Literal(" ".join(publication.notices(words_of("en"))) or file.name, "en"),
        )
    )
    graph.add((thing, DCAT.accessURL, thing))
    graph.add((thing, DCTERMS.license, licence))
    graph.add((thing, _DCATAP.availability, _known(graph, _AVAILABLE, SKOS.Concept)))
    graph.add(
        (thing, DCTERMS.format, _known(graph, f"file-type/{kind}", DCTERMS.MediaTypeOrExtent))
    )
    graph.add((thing, DCAT.mediaType, URIRef(_IANA + media)))
    graph.add((URIRef(_IANA + media), RDF.type, DCTERMS.MediaType))
    graph.add((thing, DCAT.byteSize, Literal(file.stat().st_size, datatype=XSD.nonNegativeInteger)))
    checksum = URIRef(f"{thing}#checksum")
    graph.add((thing, _SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, _SPDX.Checksum))
    graph.add((checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256))
    graph.add((_SPDX.checksumAlgorithm_sha256, RDF.type, _SPDX.ChecksumAlgorithm))
    graph.add((checksum, _SPDX.checksumValue, Literal(digest(file), datatype=XSD.hexBinary)))
