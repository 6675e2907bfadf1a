"""Ways to damage a register, or a warehouse, that an expectation must notice.

Each is SQL on a warehouse of the shipped register; the tests run it in a transaction, judge, and
take it back. `YEAR` and `MONTH` stand for the year and the month of receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

_TEXT = "trim(received_on)"
_YEAR = (
    f"cast(case when {_TEXT} like '____-%' then left({_TEXT}, 4) else right({_TEXT}, 4) end "
    "as integer)"
)
_MONTH = f"cast(case when {_TEXT} like '____-%' then {_TEXT}[6:7] else {_TEXT}[4:5] end as integer)"
_DAY = f"case when {_TEXT} like '____-%' then {_TEXT}[9:10] else left({_TEXT}, 2) end"
_GROUP = (
    "(select any_value(reporter_group_code) from audit.aud_delivery__reporters as known "
    "where known.reporter_delivered = upper(trim(raw_notifications.reporter)))"
)


@dataclass(frozen=True)
class Damage:
    """A damage and the expectations that must fail because of it; others may fail too."""

    name: str
    statements: tuple[str, ...]
    noticed_by: tuple[str, ...]

    @property
    def suites(self) -> set[str]:
        """Codes of the suites that notice it."""
        return {name.split(".")[0] for name in self.noticed_by}


def _notifications(name: str, change: str, *noticed_by: str) -> Damage:
    for word, sql in (("YEAR", _YEAR), ("MONTH", _MONTH), ("DAY", _DAY), ("GROUP_OF", _GROUP)):
        change = change.replace(word, sql)
    return Damage(name, (change,), noticed_by)


def _set(name: str, change: str, *noticed_by: str) -> Damage:
    """Return a change of notifications as of EMM records; `*` in a name means both raw tables."""
    return Damage(
        name,
        (f"update raw.raw_notifications set {change}", f"update raw.raw_emm_records set {change}"),
        tuple(
            full
            for noticed in noticed_by
            for full in (f"raw_notifications.{noticed}", f"raw_emm_records.{noticed}")
        ),
    )


_EVERY_TENTH = "where hash(record_id) % 10 = 0"
_ONE = (
    "where record_id in (select min(record_id) from raw.raw_notifications "
    "union all select min(record_id) from raw.raw_emm_records)"
)
_TWICE = (
    "insert into raw.raw_notifications select * replace ({columns}) "
    "from raw.raw_notifications where {where}"
)

ON_ARRIVAL: tuple[Damage, ...] = (
    Damage(
        "nothing was delivered",
        ("delete from raw.raw_notifications", "delete from raw.raw_emm_records"),
        ("raw_notifications.rows", "delivery_volumes.rows", "delivery_completeness.rows"),
    ),
    _notifications(
        "half a year is missing",
        "delete from raw.raw_notifications where YEAR = 2018 and MONTH > 6",
        "delivery_volumes.both_halves_of_a_year",
    ),
    _notifications(
        "half a year of one reporter is missing",
        "delete from raw.raw_notifications where YEAR = 2017 and MONTH <= 6 and GROUP_OF = 'POL'",
        "delivery_volumes.both_halves_of_a_group",
    ),
    _notifications(
        "half a year of a group is missing and the other half is small",
        "delete from raw.raw_notifications where YEAR = 2015 and MONTH > 6 and GROUP_OF = 'KMAR'",
        "delivery_volumes.both_halves_of_a_group",
    ),
    _notifications(
        "one month is all there is of a year",
        "delete from raw.raw_notifications where YEAR = 2018 and MONTH > 1",
        "delivery_volumes.both_halves_of_a_year",
        "delivery_volumes.year_not_too_small",
    ),
    _notifications(
        "a year is missing",
        "delete from raw.raw_notifications where YEAR = 2017",
        "delivery_volumes.year_not_too_small",
    ),
    _notifications(
        "a reporter is missing in one year",
        "delete from raw.raw_notifications where YEAR = 2019 and GROUP_OF = 'ZOCO'",
        "delivery_volumes.group_not_too_small",
    ),
    _notifications(
        "a reporter is missing in all years",
        "delete from raw.raw_notifications where GROUP_OF = 'FW'",
        "delivery_volumes.every_group_is_there",
    ),
    Damage(
        "everything is there twice",
        (
            "insert into raw.raw_notifications from raw.raw_notifications",
            "insert into raw.raw_emm_records from raw.raw_emm_records",
        ),
        ("raw_notifications.record_id_once", "raw_emm_records.record_id_once"),
    ),
    Damage(
        "everything is there twice under new record ids",
        (_TWICE.format(columns="'again-' || record_id as record_id", where="true"),),
        ("raw_notifications.version_once", "raw_notifications.no_record_twice"),
    ),
    Damage(
        "everything is there twice under new ids",
        (
            _TWICE.format(
                columns="'again-' || record_id as record_id, "
                "'again-' || notification_id as notification_id",
                where="true",
            ),
            "insert into raw.raw_emm_records select * replace ('again-' || record_id as record_id) "
            "from raw.raw_emm_records",
        ),
        ("raw_notifications.no_record_twice", "raw_emm_records.no_record_twice"),
    ),
    Damage(
        "everything is there twice under new ids and pseudonyms",
        (
            _TWICE.format(
                columns="'again-' || record_id as record_id, "
                "'again-' || notification_id as notification_id, "
                "'again-' || person_pseudonym as person_pseudonym",
                where="true",
            ),
        ),
        ("raw_notifications.no_person_twice",),
    ),
    _notifications(
        "one year is there four times, under other ids and pseudonyms",
        "insert into raw.raw_notifications select * exclude (copy) replace ("
        "record_id || copy as record_id, notification_id || copy as notification_id, "
        "person_pseudonym || copy as person_pseudonym, '1980' as birth_date) "
        "from raw.raw_notifications cross join (select cast(copy as varchar) as copy "
        "from range(1, 4) as copies (copy)) as copies where YEAR = 2018",
        "delivery_volumes.year_not_too_large",
    ),
    _notifications(
        "a year is shifted onto the next",
        "update raw.raw_notifications set delivered_on = '2021-04-06', received_on = '2019-' || "
        "lpad(cast(MONTH as varchar), 2, '0') || '-' || DAY where YEAR = 2018",
        "delivery_volumes.year_not_too_small",
    ),
    _notifications(
        "all years are shifted by one",
        "update raw.raw_notifications set received_on = cast(YEAR + 1 as varchar) || '-' || "
        "lpad(cast(MONTH as varchar), 2, '0') || '-' || DAY where DAY < '29'",
        "raw_notifications.received_before_delivery",
    ),
    _notifications(
        "the years of the notifications are shifted and those of the EMM are not",
        "update raw.raw_notifications set received_on = cast(YEAR - 3 as varchar) || '-' || "
        "lpad(cast(MONTH as varchar), 2, '0') || '-' || DAY where DAY < '29'",
        "raw_emm_records.same_years_as_the_notifications",
    ),
    _notifications(
        "day and month are swapped",
        "update raw.raw_notifications set received_on = cast(YEAR as varchar) || '-' || DAY "
        "|| '-' || lpad(cast(MONTH as varchar), 2, '0')",
        "raw_notifications.received_on_readable",
        "delivery_volumes.days_are_not_months",
    ),
    _notifications(
        "a default date of receipt",
        "update raw.raw_notifications set received_on = '2016-01-01' where YEAR = 2016 "
        "and MONTH > 4",
        "delivery_volumes.no_default_day",
    ),
    _notifications(
        "the last year is still running",
        "update raw.raw_notifications set delivered_on = '2020-12-31'",
        "delivery_volumes.last_year_is_over",
    ),
    _notifications(
        "a reporter delivers all its clients",
        "insert into raw.raw_notifications select * exclude (copy) replace ("
        "record_id || copy as record_id, notification_id || copy as notification_id, "
        "person_pseudonym || copy as person_pseudonym) from raw.raw_notifications "
        "cross join (select cast(copy as varchar) as copy from range(1, 40) as copies (copy)) "
        "as copies where YEAR = 2020 and GROUP_OF = 'ISZW'",
        "delivery_volumes.group_not_too_large",
    ),
    Damage(
        "the EMM delivers another selection",
        (
            "insert into raw.raw_emm_records select * exclude (copy) replace ("
            "record_id || copy as record_id, person_pseudonym || copy as person_pseudonym) "
            "from raw.raw_emm_records cross join (select cast(copy as varchar) as copy "
            "from range(1, 30) as copies (copy)) as copies where registered_on like '%2019%'",
        ),
        ("delivery_volumes.emm_not_too_large",),
    ),
    _set("record ids are missing", f"record_id = null {_EVERY_TENTH}", "record_id_filled"),
    _set(
        "record ids are used by other records",
        f"record_id = 'used' {_EVERY_TENTH}",
        "record_id_once",
    ),
    Damage(
        "dates of receipt are missing",
        (
            f"update raw.raw_notifications set received_on = ' ' {_EVERY_TENTH}",
            f"update raw.raw_emm_records set registered_on = ' ' {_EVERY_TENTH}",
        ),
        ("raw_notifications.received_on_filled", "raw_emm_records.received_on_filled"),
    ),
    Damage(
        "dates of receipt are in words",
        (
            f"update raw.raw_notifications set received_on = 'May 2019' {_EVERY_TENTH}",
            f"update raw.raw_emm_records set registered_on = '5/31/2019' {_EVERY_TENTH}",
        ),
        ("raw_notifications.received_on_readable", "raw_emm_records.received_on_readable"),
    ),
    Damage(
        "dates of receipt are a default of long ago",
        (
            f"update raw.raw_notifications set received_on = '1900-01-01' {_EVERY_TENTH}",
            f"update raw.raw_emm_records set registered_on = '1900-01-01' {_EVERY_TENTH}",
        ),
        ("raw_notifications.received_not_too_early", "raw_emm_records.received_not_too_early"),
    ),
    _set(
        "records were received after they were delivered",
        f"delivered_on = '2010-01-01' {_EVERY_TENTH}",
        "received_before_delivery",
        "delivery_has_one_date",
    ),
    _set(
        "some of the synthetic records are delivered as real ones",
        f"delivery_id = '2019' {_EVERY_TENTH}",
        "synthetic_apart",
    ),
    _set("deliveries have no name", f"delivery_id = null {_EVERY_TENTH}", "delivery_filled"),
    _set("pseudonyms are missing", f"person_pseudonym = '' {_EVERY_TENTH}", "pseudonym_filled"),
    _set(
        "a name instead of a pseudonym",
        f"person_pseudonym = 'Jansen-de Vries, J.' {_ONE}",
        "pseudonym_is_no_name",
    ),
    _set(
        "an e-mail address instead of a pseudonym",
        f"person_pseudonym = 'j.doe@example.org' {_ONE}",
        "pseudonym_is_no_name",
    ),
    _set(
        "citizen service numbers instead of pseudonyms",
        "person_pseudonym = '111222333'",
        "pseudonym_is_no_citizen_number",
    ),
    _set(
        "one pseudonym for all that are not known",
        f"person_pseudonym = '0' {_EVERY_TENTH}",
        "pseudonym_is_no_default",
    ),
    _notifications(
        "the number of the record instead of a pseudonym",
        "update raw.raw_notifications set person_pseudonym = record_id",
        "raw_notifications.pseudonym_is_no_record_number",
        "raw_notifications.persons_return",
        "raw_emm_records.some_persons_are_notified",
    ),
    _set(
        "two persons under one pseudonym",
        "person_pseudonym = left(person_pseudonym, length(person_pseudonym) - 9)",
        "one_person_has_one_birth_date",
    ),
    _set("birth dates in words", "birth_date = 'in the spring of 1990'", "birth_date_readable"),
    _set("ages with a decimal point", "reported_age = '31.0'", "reported_age_readable"),
    _set("birth dates in the future", "birth_date = '2031-05-05'", "age_plausible"),
    _set("a default birth date", "birth_date = '1970-05-05'", "birth_date_is_no_default"),
    _set("formulas of a spreadsheet", "gender = '=A1'", "no_formulas"),
    _set("damaged letters", "nationalities = 'BelgiÃ«'", "no_damaged_letters"),
    _set("free text", "labour_sectors = repeat('text ', 200)", "no_long_texts"),
    Damage(
        "records of the EMM among the notifications",
        (
            "update raw.raw_notifications set record_id = emm.record_id from (select record_id, "
            "row_number() over () as place from raw.raw_emm_records) as emm, (select record_id as "
            "old_id, row_number() over () as place from raw.raw_notifications) as numbered "
            "where numbered.place = emm.place and raw_notifications.record_id = numbered.old_id",
        ),
        ("raw_notifications.record_id_is_not_of_the_emm",),
    ),
    _notifications(
        "notification ids are missing",
        f"update raw.raw_notifications set notification_id = null {_EVERY_TENTH}",
        "raw_notifications.notification_id_filled",
    ),
    _notifications(
        "versions in words",
        f"update raw.raw_notifications set version = 'first' {_EVERY_TENTH}",
        "raw_notifications.version_readable",
    ),
    _notifications(
        "a year in place of the version",
        f"update raw.raw_notifications set version = '2019' {_EVERY_TENTH}",
        "raw_notifications.version_plausible",
    ),
    _notifications(
        "corrections with new pseudonyms",
        "update raw.raw_notifications set person_pseudonym = 'new-' || person_pseudonym "
        "where version <> '1'",
        "raw_notifications.versions_keep_the_person",
    ),
    _notifications(
        "notification ids per reporter",
        "update raw.raw_notifications set reporter = 'KMAR' where version <> '1'",
        "raw_notifications.versions_keep_the_reporter",
    ),
    _notifications(
        "older states as newer versions",
        "update raw.raw_notifications set delivered_on = '2030-01-01' where version = '1'",
        "raw_notifications.versions_in_order_of_delivery",
    ),
    _notifications(
        "a telephone number in a free field",
        f"update raw.raw_notifications set reporting_unit = 'J. Doe 06 12 34 56 78' {_ONE}",
        "raw_notifications.unit_holds_no_contact",
    ),
    _notifications(
        "an address in a free field",
        f"update raw.raw_notifications set reporting_unit = 'j.doe@example.org' {_ONE}",
        "raw_notifications.unit_holds_no_contact",
    ),
    *(
        Damage(
            f"{column} is empty in one year",
            (
                "update raw.raw_notifications set "
                f"{', '.join(f'{name} = null' for name in columns)} where {_YEAR} = 2019",
            ),
            (f"delivery_completeness.{column}_as_known_as_before",),
        )
        for column, columns in {
            "age": ("birth_date", "reported_age"),
            "reporting_unit": ("reporting_unit",),
            "gender": ("gender",),
            "nationalities": ("nationalities",),
            "exploitation_forms": ("exploitation_forms",),
            "cooperates": ("cooperates",),
        }.items()
    ),
    *(
        Damage(
            f"{column} gets lost after three good years",
            (
                f"update raw.raw_notifications set {column} = '{code}' where {_YEAR} < 2019",
                f"update raw.raw_notifications set {column} = null where {_YEAR} >= 2019",
            ),
            (f"delivery_completeness.{column}_as_known_as_before",),
        )
        for column, code in {
            "prostitution_sectors": "RAAM",
            "labour_sectors": "A",
            "criminal_manners": "DRUGS",
            "consent": "yes",
        }.items()
    ),
    *(
        Damage(
            f"codes of another system in {column}",
            (f"update raw.raw_notifications set {column} = 'Q-' || record_id",),
            (f"delivery_completeness.{column}_in_its_code_system",),
        )
        for column in (
            "reporting_unit",
            "gender",
            "nationalities",
            "exploitation_forms",
            "prostitution_sectors",
            "labour_sectors",
            "criminal_manners",
            "consent",
            "cooperates",
        )
    ),
)


EXHIBITS = {
    "fig_2_01": "fig_2_01_known_victims",
    "fig_2_02": "fig_2_02_emm_victims",
    "fig_2_03": "fig_2_03_exploitation_forms",
    "fig_2_04a": "fig_2_04a_prostitution_sectors",
    "fig_2_04b": "fig_2_04b_imputed_visibility",
    "fig_2_05": "fig_2_05_labour_sectors",
    "fig_2_06": "fig_2_06_criminal_manners",
    "fig_2_07": "fig_2_07_trafficking_forms",
    "fig_2_08": "fig_2_08_gender",
    "fig_2_09": "fig_2_09_origin_regions",
    "fig_2_10": "fig_2_10_age",
    "fig_2_11": "fig_2_11_reporters",
    "fig_2_12": "fig_2_12_police_units",
    "fig_2_13": "fig_2_13_police_notifications",
    "tab_2_1": "tab_2_1_top_nationalities",
}
UNDER_THE_STAR = (
    "intermediate.int_victim_years__resolved",
    "intermediate.int_records__decoded",
    "intermediate.int_editions__covered",
    "intermediate.int_editions__rules",
    "intermediate.int_editions__years",
    *(
        f"reference.ref_{code_list}"
        for code_list in (
            *("adulthoods", "age_bands", "countries", "criminal_manners", "exclusion_rules"),
            *("exhibit_columns", "exhibits", "exploitation_forms", "form_combinations"),
            *("genders", "labour_sectors", "legal_bases", "nationality_classes"),
            *("origin_regions", "police_units", "prostitution_sectors", "register_codes"),
            *("reporter_groups", "reporters", "trafficking_forms", "visibilities"),
        )
    ),
)
"""What the facts and dimensions, which are views, are made of."""


def _all(name: str, statement: str, check: str, codes: dict[str, str] = EXHIBITS) -> Damage:
    """Return the same damage to many exhibits; `TABLE` stands for their names."""
    return Damage(
        name,
        tuple(statement.replace("TABLE", f"marts.{table}") for table in codes.values()),
        tuple(f"{code}.{check}" for code in codes),
    )


def _without(*codes: str) -> dict[str, str]:
    return {code: table for code, table in EXHIBITS.items() if code not in codes}


def _only(*codes: str) -> dict[str, str]:
    return {code: EXHIBITS[code] for code in codes}


_UNKNOWN = (
    "row_code in ('ONB', 'UNKNOWN') and row_kind in ('form_combination', 'sector_knowledge', "
    "'criminal_manner', 'trafficking_form', 'gender', 'origin_region', 'age_band', 'police_unit')"
)

BEFORE_RELEASE: tuple[Damage, ...] = (
    _all("an exhibit is empty", "delete from TABLE", "rows"),
    Damage(
        "nothing is published",
        (
            "delete from marts.published_cells",
            "delete from marts.published_cells_in_print",
            *(f"delete from marts.{table}" for table in EXHIBITS.values()),
            *(f"delete from {table}" for table in UNDER_THE_STAR),
        ),
        ("published_cells.rows", "published_texts.rows"),
    ),
    _all(
        "percentages do not add up",
        "update TABLE set pct = pct + 4 where base > 0",
        "printed_percentages_add_up",
        _without("fig_2_01", "tab_2_1"),
    ),
    _all(
        "a year differs between editions",
        "update TABLE set value = value + 1 where edition_code = '2016-2020'",
        "same_year_in_all_editions",
        _without("fig_2_04a", "fig_2_04b", "fig_2_05"),
    ),
    _all(
        "a year of which little is known",
        f"update TABLE set value = case when column_code = '2018' then base else 0 end "
        f"where {_UNKNOWN} and column_kind = 'year'",
        "unknown_share_like_other_years",
        _only(
            "fig_2_03",
            "fig_2_04a",
            "fig_2_07",
            "fig_2_08",
            "fig_2_09",
            "fig_2_10",
            "fig_2_12",
            "fig_2_13",
        ),
    ),
    Damage(
        "a year of which no manner is known",
        (
            "update marts.fig_2_06_criminal_manners set base = 500, value = case when "
            "column_code = '2018' then 500 else 0 end where row_code = 'ONB' "
            "and column_kind = 'year'",
        ),
        ("fig_2_06.unknown_share_like_other_years",),
    ),
    _all(
        "an edition of which nothing is known",
        f"update TABLE set value = base where {_UNKNOWN} and column_kind = 'edition'",
        "something_is_known",
        _only("fig_2_03", "fig_2_07", "fig_2_08", "fig_2_09", "fig_2_10"),
    ),
    Damage(
        "an exclusion is counted twice",
        ("update marts.fig_2_01_known_victims set value = value - 1 where row_order = 3",),
        ("fig_2_01.lines_differ_by_the_waterfall",),
    ),
    Damage(
        "more victims than persons delivered",
        ("update marts.fig_2_01_known_victims set value = 9999 where row_code = 'ALL_KNOWN'",),
        ("fig_2_01.not_more_than_delivered",),
    ),
    Damage(
        "a form is lost",
        ("update marts.fig_2_03_exploitation_forms set value = 0 where row_kind = 'any_form'",),
        ("fig_2_03.any_form_covers_everybody",),
    ),
    Damage(
        "knowledge of sectors depends on the edition",
        (
            "update marts.fig_2_04a_prostitution_sectors set value = value + 1 "
            "where row_code = 'KNOWN' and edition_code = '2016-2020'",
        ),
        ("fig_2_04a.known_sectors_do_not_depend_on_the_edition",),
    ),
    Damage(
        "a mean over the wrong ages",
        ("update marts.fig_2_10_age set value = 71.25 where row_kind = 'mean_age'",),
        ("fig_2_10.mean_age_fits_the_bands", "fig_2_10.mean_age_has_one_decimal"),
    ),
    Damage(
        "a reporter in the wrong class",
        (
            "update marts.fig_2_11_reporters set value = value + 1 "
            "where row_kind = 'reporter_group' and row_code = 'POL'",
        ),
        ("fig_2_11.law_enforcement_has_a_legal_basis",),
    ),
    Damage(
        "the table of nationalities is another",
        ("update marts.tab_2_1_top_nationalities set row_code = 'Nld' where row_code = 'NLD'",),
        ("tab_2_1.country_codes",),
    ),
    Damage(
        "domestic exploitation of a foreigner",
        (
            "update marts.tab_2_1_top_nationalities set value = 7 "
            "where column_code = 'BL-SU' and row_kind = 'nationality' and row_code <> 'NLD'",
        ),
        ("tab_2_1.domestic_exploitation_is_dutch",),
    ),
    Damage(
        "codes of cells are labels",
        (
            "update marts.published_cells set edition_code = 'editie 2019', "
            "row_code = 'Privéhuis', column_code = 'hele periode'",
        ),
        (
            "published_cells.edition_format",
            "published_cells.row_code_format",
            "published_cells.column_code_format",
        ),
    ),
    Damage(
        "rows are multiplied",
        ("update marts.published_cells set value = 1000000 where value > 0",),
        (
            "published_cells.not_more_than_delivered",
            "published_cells.no_more_persons_than_delivered",
        ),
    ),
    Damage(
        "victims are lost",
        (
            "update marts.published_cells set value = 3 where exhibit_code = 'fig_2_01' "
            "and row_code = 'ANALYSIS_POPULATION' and column_code = '2017'",
        ),
        ("published_cells.year_not_too_small",),
    ),
    Damage(
        "victims are split",
        (
            "update marts.published_cells set value = 9000 where exhibit_code = 'fig_2_01' "
            "and row_code = 'ANALYSIS_POPULATION' and column_code = '2017'",
        ),
        ("published_cells.year_not_too_large",),
    ),
    Damage(
        "an edition is counted by another definition",
        (
            "update marts.published_cells set value = 0 where edition_code = '2016-2020' "
            "and column_kind = 'edition' and row_code = 'V'",
        ),
        ("published_cells.shares_like_the_edition_before",),
    ),
    Damage(
        "persons in a published table",
        (
            "update reference.ref_genders set label_en = (select min(person_pseudonym) "
            "from staging.stg_register__notifications) where gender_code = 'ONB'",
            "update reference.ref_exhibits set title_en = (select min(record_id) "
            "from staging.stg_register__notifications)",
            "update intermediate.int_editions__covered set label_en = '1990-05-31', "
            "label_nl = 'j.doe@example.org'",
            "update reference.ref_trafficking_forms set label_nl = 'BelgiÃ«'",
        ),
        (
            "published_texts.no_pseudonym",
            "published_texts.no_record_id",
            "published_texts.no_day",
            "published_texts.no_address",
            "published_texts.no_damaged_letters",
        ),
    ),
    Damage(
        "a fact tells the day of a notification",
        (
            "update intermediate.int_victim_years__resolved "
            "set first_notification_month = first_notification_month + 12",
        ),
        ("published_texts.no_day",),
    ),
)
