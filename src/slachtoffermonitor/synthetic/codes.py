"""The reporters' own code systems: what each writes for a standard code, by year of receipt.

One table per attribute: code system -> standard code -> list of (raw value, first year, last year,
reason). The same tables write the crosswalk rows, so raw codes and crosswalks cannot part.
All code systems are invented; they only resemble what real reporters use.
"""

from __future__ import annotations

import random
from typing import Final

Entry = tuple[str, int, int, str]
FIRST, LAST = 2000, 2100


def _e(text: str, first: int = FIRST, last: int = LAST, reason: str = "") -> Entry:
    return (text, first, last, reason)


FORMS: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {
        "SU": [_e("F1", last=2016, reason="Police code list until 2016"), _e("MH-S", 2017, reason="Police code list from 2017")],
        "AU": [_e("F2", last=2016, reason="Police code list until 2016"), _e("MH-A", 2017, reason="Police code list from 2017")],
        "CU": [_e("F3", last=2016, reason="Police code list until 2016"), _e("MH-C", 2017, reason="Police code list from 2017")],
        "OV": [_e("F4", last=2016, reason="Police code list until 2016"), _e("MH-O", 2017, reason="Police code list from 2017")],
        "ONB": [_e("F9", last=2016, reason="Police code list until 2016: form not established"),
                _e("MH-X", 2017, reason="Police code list from 2017: form not established")],
    },
    "KMAR": {
        "SU": [_e("SEKS", reason="KMar label")], "AU": [_e("ARB", reason="KMar label")],
        "CU": [_e("CRIM", reason="KMar label")], "OV": [_e("ORG", reason="KMar label")],
        "ONB": [_e("NNB", reason="Not further specified")],
    },
    "INSPECTORATE": {
        "SU": [_e("S", reason="Inspectorate form letter")], "AU": [_e("A", reason="Inspectorate form letter")],
        "CU": [_e("C", reason="Inspectorate form letter")], "OV": [_e("O", reason="Inspectorate form letter")],
        "ONB": [_e("X", reason="Inspectorate form letter: not established")],
    },
    "CARE": {
        "SU": [_e("Seksuele uitbuiting", reason="Label of the care coordinators"), _e("Loverboyproblematiek", last=2018, reason="Older label of the care coordinators")],
        "AU": [_e("Arbeidsuitbuiting", reason="Label of the care coordinators")],
        "CU": [_e("Criminele uitbuiting", reason="Label of the care coordinators")],
        "OV": [_e("Orgaanverwijdering", reason="Label of the care coordinators")],
        "ONB": [_e("Nog niet duidelijk", reason="The coordinator could not say yet"), _e("Onbekend", reason="Stated as unknown")],
    },
    "FAIRWORK": {
        "SU": [_e("Seksueel", reason="FairWork label")],
        "AU": [_e("Uitbuiting op het werk", reason="FairWork label"), _e("Arbeid", reason="FairWork label")],
        "CU": [_e("Crimineel", reason="FairWork label")], "OV": [_e("Organen", reason="FairWork label")],
        "ONB": [_e("Onduidelijk", reason="FairWork label: not established")],
    },
    "OTHER": {
        "SU": [_e("Prostitutie", reason="Label of other reporters"), _e("Seksuele uitbuiting", reason="Label of other reporters")],
        "AU": [_e("Arbeid", reason="Label of other reporters"), _e("Arbeidsuitbuiting", reason="Label of other reporters")],
        "CU": [_e("Criminele uitbuiting", reason="Label of other reporters"), _e("Gedwongen criminaliteit", reason="Label of other reporters")],
        "OV": [_e("Orgaanhandel", reason="Label of other reporters")],
        "ONB": [_e("Weet niet", reason="Reporter does not know"), _e("Overig", reason="A form outside the four is no registered form")],
    },
    "EMM": {
        "SU": [_e("EMM-S", reason="EMM code")], "AU": [_e("EMM-A", reason="EMM code")], "CU": [_e("EMM-C", reason="EMM code")],
        "OV": [_e("EMM-O", reason="EMM code")], "ONB": [_e("EMM-0", reason="EMM code: incident without form")],
    },
}  # fmt: skip

PROSTITUTION: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {
        "BORDEEL": [_e("BCP", last=2016, reason="Police code list until 2016"), _e("S1", 2017, reason="Police code list from 2017")],
        "RAAM": [_e("RAM", last=2016, reason="Police code list until 2016"), _e("S2", 2017, reason="Police code list from 2017")],
        "ESCORT": [_e("ESC", last=2016, reason="Police code list until 2016"), _e("HTL", last=2016, reason="Hotel, police code list until 2016"),
                   _e("S3", 2017, reason="Police code list from 2017")],
        "THUIS": [_e("THU", last=2016, reason="Police code list until 2016"), _e("S4", 2017, reason="Police code list from 2017")],
        "STRAAT": [_e("TIP", last=2016, reason="Street zone, police code list until 2016"), _e("S5", 2017, reason="Police code list from 2017")],
        "OVERIG": [_e("OVG", last=2016, reason="Police code list until 2016"), _e("S8", 2017, reason="Police code list from 2017")],
        "ONB": [_e("NB", last=2016, reason="Police code list until 2016: sector not established"), _e("S0", 2017, reason="Police code list from 2017: sector not established")],
    },
    "KMAR": {
        "BORDEEL": [_e("CLUB", reason="KMar label")], "RAAM": [_e("RAAM", reason="KMar label")], "ESCORT": [_e("ESCORT", reason="KMar label")],
        "THUIS": [_e("WONING", reason="KMar label")], "STRAAT": [_e("STRAAT", reason="KMar label")], "OVERIG": [_e("DIVERS", reason="KMar label")],
        "ONB": [_e("DOORREIS", reason="In transit: no sector in the Netherlands"), _e("NNB", reason="Not further specified")],
    },
    "INSPECTORATE": {
        "BORDEEL": [_e("96-B", reason="Inspectorate code")], "RAAM": [_e("96-R", reason="Inspectorate code")], "ESCORT": [_e("96-E", reason="Inspectorate code")],
        "THUIS": [_e("96-T", reason="Inspectorate code")], "STRAAT": [_e("96-S", reason="Inspectorate code")], "OVERIG": [_e("96-O", reason="Inspectorate code")],
        "ONB": [_e("96", reason="Division without a place of work")],
    },
    "CARE": {
        "BORDEEL": [_e("Club of privéhuis", reason="Label of the care coordinators"), _e("Bordeel", reason="Label of the care coordinators")],
        "RAAM": [_e("Raamprostitutie", reason="Label of the care coordinators")],
        "ESCORT": [_e("Escort", reason="Label of the care coordinators"), _e("Hotel", reason="Label of the care coordinators")],
        "THUIS": [_e("Thuis", reason="Label of the care coordinators")],
        "STRAAT": [_e("Straat", reason="Label of the care coordinators"), _e("Tippelzone", reason="Label of the care coordinators")],
        "OVERIG": [_e("Massagesalon", reason="Label of the care coordinators"), _e("Webcam", reason="Label of the care coordinators")],
        "ONB": [_e("Online geworven", reason="Says how clients were found, not the sector"), _e("Onbekend", reason="Stated as unknown")],
    },
    "FAIRWORK": {
        "BORDEEL": [_e("Club", reason="FairWork label")], "RAAM": [_e("Raam", reason="FairWork label")], "ESCORT": [_e("Escort", reason="FairWork label")],
        "THUIS": [_e("Thuis", reason="FairWork label")], "STRAAT": [_e("Straat", reason="FairWork label")], "OVERIG": [_e("Massage", reason="FairWork label")],
        "ONB": [_e("Onbekend", reason="Stated as unknown")],
    },
    "OTHER": {
        "BORDEEL": [_e("Bordeel/club", reason="Label of other reporters")], "RAAM": [_e("Achter het raam", reason="Label of other reporters")],
        "ESCORT": [_e("Escort/hotel", reason="Label of other reporters")], "THUIS": [_e("Thuisprostitutie", reason="Label of other reporters")],
        "STRAAT": [_e("Straatprostitutie", reason="Label of other reporters")], "OVERIG": [_e("Webcam/massage", reason="Label of other reporters")],
        "ONB": [_e("Buitenland", reason="Exploited abroad: no sector recorded"), _e("Weet niet", reason="Reporter does not know")],
    },
    "EMM": {k: [_e(f"EMM-{v}", reason="EMM code")] for k, v in
            (("BORDEEL", "B"), ("RAAM", "R"), ("ESCORT", "E"), ("THUIS", "T"), ("STRAAT", "W"), ("OVERIG", "D"), ("ONB", "0"))},
}  # fmt: skip

LABOUR: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {k: [_e(v, reason="Police label")] for k, v in (
        ("A", "AGR"), ("T", "HUI"), ("I", "HOR"), ("C", "IND"), ("F", "BOU"), ("H", "TRA"), ("G", "DET"), ("Q", "ZRG"), ("R", "CUL"), ("ONB", "NB"))},
    "KMAR": {k: [_e(v, reason="KMar label")] for k, v in (
        ("A", "LANDBOUW"), ("T", "HUISHOUDEN"), ("I", "HORECA"), ("C", "FABRIEK"), ("F", "BOUW"), ("H", "TRANSPORT"), ("G", "HANDEL"), ("Q", "ZORG"), ("ONB", "NNB"))},
    "INSPECTORATE": {
        "A": [_e("01", reason="SBI 2008 division 01"), _e("02", reason="SBI 2008 division 02"), _e("03", reason="SBI 2008 division 03")],
        "T": [_e("97", reason="SBI 2008 division 97")],
        "I": [_e("55", reason="SBI 2008 division 55"), _e("56", reason="SBI 2008 division 56")],
        "C": [_e("10", reason="SBI 2008 division 10"), _e("22", reason="SBI 2008 division 22"), _e("25", reason="SBI 2008 division 25")],
        "F": [_e("41", reason="SBI 2008 division 41"), _e("43", reason="SBI 2008 division 43")],
        "H": [_e("49", reason="SBI 2008 division 49"), _e("50", reason="SBI 2008 division 50"), _e("52", reason="SBI 2008 division 52")],
        "G": [_e("45", reason="SBI 2008 division 45"), _e("46", reason="SBI 2008 division 46"), _e("47", reason="SBI 2008 division 47")],
        "Q": [_e("86", reason="SBI 2008 division 86"), _e("88", reason="SBI 2008 division 88")],
        "E": [_e("38", reason="SBI 2008 division 38")],
        "J": [_e("62", reason="SBI 2008 division 62")],
        "R": [_e("93", reason="SBI 2008 division 93")],
        "ONB": [_e("00", reason="Not classified in SBI 2008"), _e("78", 2017, reason="Temporary work agency: the agency's own section says nothing about the work done")],
    },
    "CARE": {k: [_e(v, reason="Label of the care coordinators")] for k, v in (
        ("A", "Tuinbouw"), ("T", "Huishoudelijk werk"), ("I", "Horeca"), ("C", "Fabriek"), ("F", "Bouw"), ("H", "Transport"), ("G", "Winkel"), ("Q", "Zorg"), ("ONB", "Onbekend"))},
    "FAIRWORK": {
        "A": [_e("Land- en tuinbouw", reason="FairWork label"), _e("Kassen", reason="FairWork label")],
        "T": [_e("Au pair", reason="FairWork label"), _e("Schoonmaak bij particulieren", reason="FairWork label")],
        "I": [_e("Restaurant", reason="FairWork label"), _e("Hotel", reason="FairWork label")],
        "C": [_e("Vleesverwerking", reason="FairWork label"), _e("Productiewerk", reason="FairWork label")],
        "F": [_e("Bouw en renovatie", reason="FairWork label")],
        "H": [_e("Distributiecentrum", reason="FairWork label"), _e("Binnenvaart", reason="FairWork label")],
        "G": [_e("Winkel", reason="FairWork label"), _e("Autobedrijf", reason="FairWork label")],
        "Q": [_e("Thuiszorg", reason="FairWork label")],
        "R": [_e("Circus en evenementen", reason="FairWork label")],
        "ONB": [_e("Via uitzendbureau", reason="Names the employer's kind, fits no sector"), _e("Meerdere soorten werk", reason="Several kinds of work without naming them"),
                _e("Schoonmaak", reason="Cleaning of homes and of offices in one label: fits no single sector"), _e("Nog niet gewerkt", reason="No work done yet")],
    },
    "OTHER": {k: [_e(v, reason="Label of other reporters")] for k, v in (
        ("A", "Land- en tuinbouw"), ("T", "Huishoudelijk"), ("I", "Horeca"), ("C", "Industrie"), ("F", "Bouw"), ("H", "Vervoer"), ("G", "Detailhandel"), ("Q", "Zorg en welzijn"), ("ONB", "Weet niet"))},
    "EMM": {k: [_e(f"EMM-{k}", reason="EMM code")] for k in ("A", "T", "I", "C", "F", "H", "G", "Q")} | {"ONB": [_e("EMM-0", reason="EMM code: sector not recorded")]},
}  # fmt: skip
OTHER_LABOUR_SECTIONS = ("Q", "E", "J", "R")

MANNERS: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {k: [_e(v, 2016, reason="Police code list from 2016")] for k, v in (
        ("DRUGS", "DRG"), ("BEDELEN", "BED"), ("DIEFSTAL", "DFS"), ("FRAUDE", "FRD"), ("OVERIG", "AND"), ("ONB", "NB"))},
    "KMAR": {k: [_e(v, 2016, reason="KMar label")] for k, v in (
        ("DRUGS", "VERDOVENDE MIDDELEN"), ("BEDELEN", "BEDELARIJ"), ("DIEFSTAL", "DIEFSTAL"), ("FRAUDE", "FRAUDE"), ("OVERIG", "DIVERS"), ("ONB", "NNB"))},
    "INSPECTORATE": {k: [_e(v, 2016, reason="Inspectorate code")] for k, v in (
        ("DRUGS", "D"), ("BEDELEN", "B"), ("DIEFSTAL", "T"), ("FRAUDE", "F"), ("OVERIG", "O"), ("ONB", "X"))},
    "CARE": {
        "DRUGS": [_e("Drugshandel", 2016, reason="Label of the care coordinators"), _e("Hennepkwekerij", 2016, reason="Label of the care coordinators")],
        "BEDELEN": [_e("Bedelen", 2016, reason="Label of the care coordinators")],
        "DIEFSTAL": [_e("Winkeldiefstal", 2016, reason="Label of the care coordinators"), _e("Zakkenrollen", 2016, reason="Label of the care coordinators")],
        "FRAUDE": [_e("Leningen afsluiten", 2016, reason="Label of the care coordinators")],
        "OVERIG": [_e("Anders", 2016, reason="Label of the care coordinators")],
        "ONB": [_e("Onbekend", 2016, reason="Stated as unknown")],
    },
    "FAIRWORK": {k: [_e(v, 2016, reason="FairWork label")] for k, v in (("DRUGS", "Drugs"), ("OVERIG", "Anders"), ("ONB", "Onbekend"))},
    "OTHER": {
        "DRUGS": [_e("Drugssmokkel", 2016, reason="Label of other reporters"), _e("Drugs verkopen", 2016, reason="Label of other reporters")],
        "BEDELEN": [_e("Bedelen", 2016, reason="Label of other reporters")], "DIEFSTAL": [_e("Stelen", 2016, reason="Label of other reporters")],
        "FRAUDE": [_e("Fraude", 2016, reason="Label of other reporters")], "OVERIG": [_e("Iets anders", 2016, reason="Label of other reporters")],
        "ONB": [_e("Weet niet", 2016, reason="Reporter does not know")],
    },
    "EMM": {k: [_e(f"EMM-{v}", 2016, reason="EMM code")] for k, v in (
        ("DRUGS", "D"), ("BEDELEN", "B"), ("DIEFSTAL", "T"), ("FRAUDE", "F"), ("OVERIG", "V"), ("ONB", "0"))},
}  # fmt: skip

GENDERS: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {"M": [_e("M", reason="Police code")], "V": [_e("V", reason="Police code")], "ONB": [_e("O", reason="Police code: not established")]},
    "KMAR": {"M": [_e("1", reason="KMar code")], "V": [_e("2", reason="KMar code")], "ONB": [_e("9", reason="KMar code: not established")]},
    "INSPECTORATE": {"M": [_e("M", reason="Inspectorate code")], "V": [_e("V", reason="Inspectorate code")], "ONB": [_e("?", reason="Not filled in on the form")]},
    "CARE": {"M": [_e("Man", reason="Label of the care coordinators")], "V": [_e("Vrouw", reason="Label of the care coordinators")],
             "ONB": [_e("Onbekend", reason="Stated as unknown"), _e("Zeg ik liever niet", reason="The client did not want it registered")]},
    "FAIRWORK": {"M": [_e("man", reason="FairWork label")], "V": [_e("vrouw", reason="FairWork label")], "ONB": [_e("onbekend", reason="Stated as unknown")]},
    "OTHER": {"M": [_e("Man", reason="Label of other reporters"), _e("Dhr", reason="Form of address used as gender")],
              "V": [_e("Vrouw", reason="Label of other reporters"), _e("Mw", reason="Form of address used as gender")],
              "ONB": [_e("Fam", reason="A family was entered, no gender of the person")]},
    "EMM": {"M": [_e("M", reason="EMM code")], "V": [_e("F", reason="EMM code (female)")], "ONB": [_e("U", reason="EMM code (unknown)")]},
}  # fmt: skip

UNIT_NAMES: Final = {
    "PE01": "Noord-Nederland", "PE02": "Oost-Nederland", "PE03": "Midden-Nederland", "PE04": "Noord-Holland", "PE05": "Amsterdam", "PE06": "Den Haag",
    "PE07": "Rotterdam", "PE08": "Zeeland-West-Brabant", "PE09": "Oost-Brabant", "PE10": "Limburg", "PE11": "Landelijke Eenheid",
}  # fmt: skip
NEW_UNIT = {"PE01": "NN", "PE02": "ON", "PE03": "MN", "PE04": "NH", "PE05": "AM", "PE06": "DH", "PE07": "RT", "PE08": "ZB", "PE09": "OB", "PE10": "LB", "PE11": "LE"}
UNITS: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {
        code: [
            _e(code[2:], last=2016, reason="Two-digit unit code until 2016"),
            _e(NEW_UNIT[code], 2017, reason="Unit abbreviation from 2017"),
            _e(f"Eenheid {name}" if code != "PE11" else name, reason="Name of the unit"),
        ]
        for code, name in UNIT_NAMES.items()
    }
    | {"ONB": [_e("99", last=2016, reason="No unit recorded"), _e("AVIM", reason="Names the kind of team, not the unit")]},
}
UNITS["POLICE"]["PE09"].append(_e("Brabant-Noord", last=2014, reason="Force region before the national police, now part of this unit"))

REPORTERS: Final[dict[str, list[Entry]]] = {
    "POL": [_e("Politie", reason="Name in the register"), _e("Nationale Politie", reason="Name in the register")],
    "KMAR": [_e("KMar", reason="Name in the register"), _e("Koninklijke Marechaussee", reason="Name in the register")],
    "ISZW": [_e("Inspectie SZW", reason="Name in the register"), _e("ISZW-DO", 2015, reason="Name in the register")],
    "ZOCO": [_e("Zorgcoördinator", reason="Name in the register"), _e("Zoco", reason="Short name in the register")],
    "FW": [_e("FairWork", reason="Name in the register")],
    "VWN": [_e("VluchtelingenWerk", reason="Name in the register"), _e("VWN", reason="Short name in the register")],
    "OPV": [_e("Opvanginstelling", reason="Name in the register"), _e("Zorginstelling", reason="Name in the register")],
    "NGO": [_e("Overige ngo", reason="Name in the register")],
    "OVH": [_e("Gemeente", reason="Government organisation"), _e("Overheid", reason="Name in the register")],
    "JUR": [_e("Advocaat", reason="Legal services")],
    "PAR": [_e("Particulier", reason="Name in the register")],
    "IND": [_e("IND", reason="Name in the register")],
    "OM": [_e("Openbaar Ministerie", reason="Name in the register"), _e("OM", reason="Short name in the register")],
    "EMM": [_e("EMM", reason="Name in the register")],
}  # fmt: skip
YES_NO: Final[dict[str, list[Entry]]] = {
    "yes": [_e("Ja", reason="Answer in the register"), _e("J", last=2016, reason="Answer in the register until 2016")],
    "no": [_e("Nee", reason="Answer in the register"), _e("N", last=2016, reason="Answer in the register until 2016")],
    "unknown": [_e("Onbekend", reason="Stated as unknown")],
}
STATUSES: Final[dict[str, list[Entry]]] = {
    "active": [_e("Actief", reason="Status in the register")],
    "withdrawn": [_e("Ingetrokken", reason="Status in the register"), _e("Vervallen", last=2016, reason="Status in the register until 2016")],
}
NATIONALITIES: Final[dict[str, dict[str, list[Entry]]]] = {
    "POLICE": {
        "NLD": [_e("0001", reason="Police nationality number")], "POL": [_e("0064", reason="Police nationality number")],
        "ROU": [_e("0070", reason="Police nationality number")], "BGR": [_e("0044", reason="Police nationality number")],
        "NGA": [_e("0112", reason="Police nationality number")], "HUN": [_e("0045", reason="Police nationality number")],
        "XXX": [_e("0000", reason="Police nationality number: not established")],
    },
    "KMAR": {"XXX": [_e("NNB", reason="Not further specified")]},
    "CARE": {"XXX": [_e("Joegoslavië", reason="The state no longer exists and no successor is named"), _e("Buitenlands", reason="Says only that it is not Dutch")]},
    "FAIRWORK": {"XXX": [_e("EU", reason="A union of states is no nationality")]},
    "OTHER": {"XXX": [_e("Afrikaans", reason="A continent is no nationality"), _e("West-Afrika", reason="A region is no nationality")]},
    "EMM": {"XXX": [_e("EMM-0", reason="EMM code: nationality not recorded")], "NLD": [_e("NL", reason="EMM two-letter code")]},
}  # fmt: skip

TABLES: Final = {
    "crosswalk_exploitation_forms": FORMS,
    "crosswalk_prostitution_sectors": PROSTITUTION,
    "crosswalk_labour_sectors": LABOUR,
    "crosswalk_criminal_manners": MANNERS,
    "crosswalk_genders": GENDERS,
    "crosswalk_police_units": UNITS,
    "crosswalk_nationalities": NATIONALITIES,
    "crosswalk_reporters": {"REGISTER": REPORTERS},
    "crosswalk_yes_no": {"REGISTER": YES_NO},
    "crosswalk_statuses": {"REGISTER": STATUSES},
}


def crosswalk_rows() -> dict[str, list[tuple[str, str, int, int, str, str]]]:
    """Rows to add per crosswalk file: system, delivered code, years, standard code, reason."""
    result = {}
    for name, systems in TABLES.items():
        rows = []
        for system, codes in systems.items():
            for standard, entries in codes.items():
                for text, first, last, reason in entries:
                    rows.append((system, " ".join(text.upper().split()), first, last, standard, reason))
        result[name] = sorted(rows)
    return result


def write(rng: random.Random, entries: list[Entry], year: int) -> str:
    """One raw spelling that is valid in the year of receipt."""
    valid = [e for e in entries if e[1] <= year <= e[2]]
    return rng.choice(valid)[0]


def mess(rng: random.Random, text: str) -> str:
    """Trailing blanks and other case, now and then."""
    roll = rng.random()
    if roll < 0.03:
        return text + " "
    if roll < 0.04:
        return " " + text
    if roll < 0.06:
        return text.lower()
    if roll < 0.07:
        return text.upper()
    return text
