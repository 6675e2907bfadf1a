"""The expectations on arrival: the raw tables, their volumes and their completeness.

A single broken record is no matter for an expectation: the models reject it with a reason, and a
single unknown code stops the build with a sentence of its own. An expectation looks at the
delivery as a whole: how many of them there are, and whether what arrived is the register.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from slachtoffermonitor.guards.checks import Check, NativeCheck, Suite, row_count

_FATES: Final = "audit.aud_record_fate"
_AGAIN: Final = "Ask the registry for a new export"
_SKIP: Final = "or change the limit in seeds/reference/ref_expectation_limits.csv with a reason"


SHOWN_ID: Final = (
    "case when record_id is null then '(no record id)' "
    "when id_is_personal or doubtful_id_share > <<broken_record_share>> "
    "then '(id not shown)' else record_id end"
)
"""What a message may say of a record: its id, unless the column holds something else.

Pseudonyms in the column of the ids are seen by what they are (a pseudonym elsewhere, a name, a
date), and where the columns are swapped by what ids never do: most persons have several records."""


def _records(condition: str) -> str:
    return f"""
            select {SHOWN_ID} as record_id, source_file
            from {{batch}}
            where {condition}
        """


def _looked_at(condition: str) -> str:
    return f"select 1 as row_seen from {{batch}} where {condition}"


def _broken(
    *, name: str, column: str, statement: str, reason: str, remedy: str, condition: str
) -> Check:
    """Return an expectation about records that cannot be processed, each of which is rejected."""
    return Check(
        name=name,
        statement=statement,
        reason=reason,
        remedy=remedy,
        query=_records(condition),
        column=column,
        share="broken_record_share",
        judged_from="records_to_judge",
    )


def _values(
    *, name: str, column: str, statement: str, reason: str, remedy: str, condition: str, filled: str
) -> Check:
    """Return an expectation about values that are taken as unknown and logged."""
    return Check(
        name=name,
        statement=statement,
        reason=reason,
        remedy=remedy,
        query=_records(condition),
        looked_at=_looked_at(filled),
        column=column,
        share="unreadable_value_share",
        judged_from="records_to_judge",
    )


def _parameter(code: str, data_type: str) -> str:
    """Return SQL of a parameter of the rules."""
    return (
        f"(select cast(parameter_value as {data_type}) "
        f"from reference.ref_parameters where parameter_code = '{code}')"
    )


_AGES: Final = f"{_parameter('age_minimum', 'integer')} and {_parameter('age_maximum', 'integer')}"
_EARLIEST: Final = _parameter("received_on_earliest", "date")
_CITIZEN_NUMBER_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_CITIZEN_NUMBER: Final = "mod({sum}, 11) = 0".format(
    sum=" + ".join(
        f"{weight} * cast(substr(lpad(person_pseudonym, 9, '0'), {place}, 1) as integer)"
        for place, weight in enumerate(_CITIZEN_NUMBER_WEIGHTS, start=1)
    )
)
"""The check of citizen service numbers: the weighted sum of the digits is a multiple of eleven."""

_EIGHT_OR_NINE_DIGITS: Final = (
    "length(person_pseudonym) in (8, 9) "
    "and length(translate(person_pseudonym, '0123456789', '')) = 0"
)
_NAME_OR_ADDRESS: Final = (
    "({text} like '%@%' or regexp_full_match({text}, "
    r"'[\pL''’.-]+(, ?| )[\pL''’,. -]+'))"
)
"""Two words of letters alone, with a blank or a comma between them, or an at sign."""

_DAY: Final = (
    "regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{2}}-[0-9]{{2}}-[0-9]{{4}}')"
)
_FULL_BIRTH_DATE: Final = "birth_on is not null"
_TEXT_COLUMNS: Final = (
    "delivery_id",
    "record_id",
    "notification_id",
    "version_text",
    "status_delivered",
    "received_on_text",
    "person_pseudonym",
    "reporter_delivered",
    "reporting_unit_delivered",
    "birth_date_text",
    "reported_age_text",
    "gender_delivered",
    "nationalities_delivered",
    "exploitation_forms_delivered",
    "prostitution_sectors_delivered",
    "labour_sectors_delivered",
    "criminal_manners_delivered",
    "consent_delivered",
    "om_b8_letter_delivered",
    "cooperates_delivered",
)


def _any_text(condition: str) -> str:
    """Return a condition that holds when it holds for one of the text columns (`TEXT`)."""
    return " or ".join(condition.replace("TEXT", column) for column in _TEXT_COLUMNS)


def _record_checks(day: str, delivered: str) -> tuple[Check, ...]:
    """Return the expectations that both raw tables have.

    Args:
        day: name of the column with the date of receipt, in the delivery.
        delivered: what the table holds, for the sentences.
    """
    return (
        _broken(
            name="record_id_filled",
            column="record_id",
            statement=f"Nearly all {delivered} have a record id.",
            reason="Without an id a record can be neither counted once nor traced back.",
            remedy=f"{_AGAIN} with the id of every record; {_FATES} has the rejected ones.",
            condition="record_id is null",
        ),
        _broken(
            name="record_id_once",
            column="record_id",
            statement=f"Nearly all {delivered} have a record id of their own.",
            reason="Many double ids in one delivery mean that a file is there twice; different "
            "records under one id mean that two systems number alike, and none of them is "
            "processed (D-34).",
            remedy="Look for a file that is in the delivery twice, and number records over all "
            "systems together. A later delivery may repeat a record.",
            condition="record_id is not null and (has_conflict or copy_number > 1)",
        ),
        _broken(
            name="received_on_filled",
            column=day,
            statement=f"Nearly all {delivered} have a date of receipt.",
            reason="Its year is the year of count (R-04); a record without it counts nowhere.",
            remedy=f"{_AGAIN} with the column {day} filled.",
            condition="received_on_text is null",
        ),
        _broken(
            name="received_on_readable",
            column=day,
            statement="Nearly all dates of receipt are written as the contract says.",
            reason="A spreadsheet rewrites dates; what cannot be read is rejected, and a third "
            "spelling would reject a whole year.",
            remedy="Write dates as yyyy-mm-dd or dd-mm-yyyy; export without a spreadsheet in "
            "between.",
            condition="received_on_text is not null and received_on is null",
        ),
        _broken(
            name="received_before_delivery",
            column=day,
            statement="Nearly all records were received before they were delivered.",
            reason="Dates after the delivery mean that years were shifted, that day and month were "
            "swapped, or that delivered_on is that of an older delivery.",
            remedy=f"Compare {day} and delivered_on with the register.",
            condition="received_on > delivered_on",
        ),
        _broken(
            name="received_not_too_early",
            column=day,
            statement="Nearly all records were received after the register began.",
            reason="Many early dates are a default of the registry's system (1900, 1970) or a "
            "century that was lost.",
            remedy=f"{_AGAIN} with the dates of the register (ref_parameters: "
            "received_on_earliest).",
            condition=f"received_on < {_EARLIEST}",
        ),
        _broken(
            name="delivery_filled",
            column="delivery_id",
            statement="Nearly all records carry the name and the date of their delivery.",
            reason="They tell which extract brought a record, and bound its dates.",
            remedy=f"{_AGAIN} with delivery_id and delivered_on (yyyy-mm-dd) in every record.",
            condition="delivery_id is null or delivered_on is null",
        ),
        Check(
            name="delivery_has_one_date",
            statement="The records of one delivery carry one date of delivery.",
            reason="A delivery is made on one day; more days under one name mean that two extracts "
            "were mixed.",
            remedy="Give each delivery a name of its own.",
            query=_records(
                """
                    delivered_on is not null
                    and delivery_id is not null
                    and (delivery_id, delivered_on) not in (
                        select (delivery_id, delivered_on)
                        from (
                            select
                                delivery_id,
                                delivered_on,
                                row_number() over (
                                    partition by delivery_id
                                    order by count(*) desc, delivered_on
                                ) as place
                            from {batch}
                            where delivered_on is not null and delivery_id is not null
                            group by delivery_id, delivered_on
                        ) as dates
                        where place = 1
                    )
                """
            ),
            column="delivered_on",
            share="broken_record_share",
            judged_from="records_to_judge",
        ),
        _broken(
            name="pseudonym_filled",
            column="person_pseudonym",
            statement=f"Nearly all {delivered} have a pseudonym.",
            reason="Without it a victim can be counted twice, so that the record is rejected.",
            remedy=f"{_AGAIN} with the pseudonym of every person.",
            condition="person_pseudonym is null",
        ),
        Check(
            name="pseudonym_is_no_name",
            column="person_pseudonym",
            statement="No pseudonym is a name or an address.",
            reason="A delivery with a name must not be processed, however few there are: the "
            "register is pseudonymised before it leaves the registry.",
            remedy="Destroy the delivery as the agreement says, tell the registry, and ask for a "
            "pseudonymised one.",
            query=_records(_NAME_OR_ADDRESS.format(text="person_pseudonym")),
        ),
        Check(
            name="pseudonym_is_no_citizen_number",
            statement="Pseudonyms are no citizen service numbers.",
            reason="A number that occurs elsewhere names the person; citizen service numbers are "
            "known by their check digit.",
            remedy="Destroy the delivery as the agreement says, tell the registry, and ask for a "
            "pseudonymised one.",
            query=_records(
                f"case when {_EIGHT_OR_NINE_DIGITS} then {_CITIZEN_NUMBER} else false end"
            ),
            looked_at=_looked_at(_EIGHT_OR_NINE_DIGITS),
            column="person_pseudonym",
            share="citizen_number_share",
            judged_from="group_records_to_judge",
        ),
        Check(
            name="pseudonym_is_no_default",
            statement="No pseudonym has more than a small share of all records.",
            reason="A value such as 0 or UNKNOWN in place of pseudonyms makes one victim of many.",
            remedy=f"{_AGAIN} with a pseudonym for each person, {_SKIP} (heavy_person_share).",
            query=_records(
                """
                    person_pseudonym in (
                        select person_pseudonym
                        from {batch}
                        group by person_pseudonym
                        having count(*) > <<heavy_person_share>> * (
                            select count(*)
                            from {batch}
                        )
                    )
                """
            ),
            column="person_pseudonym",
            judged_from="records_to_judge",
        ),
        Check(
            name="one_person_has_one_birth_date",
            statement="Hardly any person has birth dates that lie years apart.",
            reason="Reporters differ about a day or a month; years apart means that two persons "
            "share a pseudonym.",
            remedy="Ask the registry how pseudonyms are made; the same one must never stand for "
            f"two persons; {_SKIP} (contradicted_birth_share).",
            query=_records(
                f"""
                    person_pseudonym in (
                        select person_pseudonym
                        from {{batch}}
                        where {_FULL_BIRTH_DATE}
                        group by person_pseudonym
                        having max(birth_on) - min(birth_on) > 730
                    )
                """
            ),
            looked_at=_looked_at(
                f"""
                    person_pseudonym in (
                        select person_pseudonym
                        from {{batch}}
                        where {_FULL_BIRTH_DATE}
                        group by person_pseudonym
                        having count(*) > 1
                    )
                """
            ),
            column="birth_date",
            share="contradicted_birth_share",
            judged_from="records_to_judge",
        ),
        Check(
            name="no_record_twice",
            statement="Hardly any record says the same as another one under another id.",
            reason="A file that is loaded twice with new ids counts nobody twice, but a change of "
            "pseudonyms on top would; and it hides that something else is missing.",
            remedy="Look for a file or a period that is in the delivery twice.",
            query=_records(
                """
                    content in (
                        select content
                        from {batch}
                        group by content
                        having count(distinct coalesce(record_id, '')) > 1
                    )
                """
            ),
            share="copied_record_share",
            judged_from="records_to_judge",
        ),
        _values(
            name="birth_date_readable",
            column="birth_date",
            statement="Nearly all birth dates are written as the contract says.",
            reason="An unreadable birth date is an unknown age, and the mean age moves without a "
            "word.",
            remedy="Write birth dates as yyyy-mm-dd, dd-mm-yyyy or yyyy; "
            "audit.aud_rejected_values will have the others.",
            condition="birth_date_text is not null and birth_on is null "
            "and not regexp_full_match(birth_date_text, '[12][0-9][0-9][0-9]')",
            filled="birth_date_text is not null",
        ),
        _values(
            name="reported_age_readable",
            column="reported_age",
            statement="Nearly all reported ages are whole years.",
            reason="An age with a decimal point or in words is taken as unknown.",
            remedy="Write the age in whole years.",
            condition="reported_age_text is not null and not regexp_full_match(reported_age_text, "
            "'-?[0-9]+')",
            filled="reported_age_text is not null",
        ),
        _values(
            name="age_plausible",
            column="birth_date",
            statement="Nearly all victims are of an age that people have.",
            reason="Impossible ages come from shifted years, swapped centuries or swapped "
            "columns (R-26).",
            remedy="Compare birth_date, reported_age and the date of receipt with the register.",
            condition="age_years is not null and not age_years between " + _AGES,
            filled="age_years is not null",
        ),
        Check(
            name="birth_date_is_no_default",
            statement="No birth date is that of more than a small share of all records.",
            reason="A default date (1 January 1900, the day of the migration) makes an age of "
            "nothing.",
            remedy="Leave the birth date empty, or only the year, where it is not known, "
            f"{_SKIP} (heaped_birth_share).",
            query=_records(
                f"""
                    {_FULL_BIRTH_DATE}
                    and birth_on in (
                        select birth_on
                        from {{batch}}
                        where {_FULL_BIRTH_DATE}
                        group by birth_on
                        having count(*) > <<heaped_birth_share>> * (
                            select count(*)
                            from {{batch}}
                            where {_FULL_BIRTH_DATE}
                        )
                    )
                """
            ),
            looked_at=_looked_at(_FULL_BIRTH_DATE),
            column="birth_date",
            judged_from="records_to_judge",
        ),
        Check(
            name="no_formulas",
            statement="No value begins as a formula of a spreadsheet.",
            reason="Such a text is executed when somebody opens an export, and shows that the "
            "delivery went through a spreadsheet.",
            remedy="Export from the register without a spreadsheet in between.",
            query=_records(_any_text("regexp_matches(TEXT, '^[=@]')")),
        ),
        Check(
            name="no_damaged_letters",
            statement="No value holds letters that a wrong encoding has damaged.",
            reason="Names of countries and pseudonyms with damaged letters are others than they "
            "were.",
            remedy="Export the file as UTF-8, from the source and not by converting it again.",
            query=_records(
                _any_text("regexp_matches(TEXT, '\ufffd|\u00c3[\u0080-\u00bf]|\u00e2\u20ac')")
            ),
        ),
        Check(
            name="no_long_texts",
            statement="No value is longer than a code or an id can be.",
            reason="A long text is a story about a person, or several lines that a lost quotation "
            "mark has put together.",
            remedy="Remove free text before the delivery; look for an unclosed quotation mark "
            "otherwise.",
            query=_records(_any_text("length(TEXT) > <<text_length>>")),
        ),
    )


NOTIFICATIONS: Final = Suite(
    code="raw_notifications",
    stage="arrival",
    relation="staging.stg_register__notifications",
    title="Notification records as delivered",
    copied=True,
    checks=(
        row_count(
            what="notification record",
            at_least=1,
            reason="An empty table passes every other expectation.",
            remedy="Look whether the right directory was delivered.",
        ),
        *_record_checks("received_on", "notification records"),
        _broken(
            name="record_id_is_not_of_the_emm",
            column="record_id",
            statement="Record ids of notifications do not occur among the EMM records.",
            reason="Ids are unique over both tables; ids in common mean that a file was "
            "delivered under the wrong name.",
            remedy="Look whether a file of EMM records begins with 'notifications', or number "
            "the two tables apart.",
            condition="record_id in (select record_id from raw_emm_records)",
        ),
        _broken(
            name="notification_id_filled",
            column="notification_id",
            statement="Nearly all records belong to a notification.",
            reason="Without it a correction cannot take the place of what it corrects (R-01).",
            remedy=f"{_AGAIN} with the notification id of every record.",
            condition="notification_id is null",
        ),
        _broken(
            name="version_readable",
            column="version",
            statement="Nearly all versions are whole numbers from 1.",
            reason="The highest version counts (R-01); a version in words, or a date that a "
            "spreadsheet made of it, is rejected.",
            remedy="Write the version as a whole number.",
            condition="coalesce(version_number, 0) < 1",
        ),
        _broken(
            name="version_plausible",
            column="version",
            statement="Nearly all versions are small numbers.",
            reason="A notification is corrected a few times; numbers beyond that are years, days "
            "or ids in the wrong column.",
            remedy="Look whether the columns were shifted.",
            condition="version_number > <<highest_version>>",
        ),
        _broken(
            name="version_once",
            column="version",
            statement="Nearly every version of a notification is there once.",
            reason="Two records for one version are a file that was loaded twice with new record "
            "ids; which of them counts would be chance.",
            remedy="Look for a file or a period that is in the delivery twice.",
            condition="""
                (notification_id, version_number) in (
                    select (notification_id, version_number)
                    from {batch}
                    where notification_id is not null and version_number is not null
                    group by notification_id, version_number
                    having count(distinct record_id) > 1
                )
            """,
        ),
        Check(
            name="versions_keep_the_person",
            statement="Corrections seldom turn a notification into one of another person.",
            reason="When pseudonyms were made anew between two deliveries, every correction gives "
            "the victim a second identity.",
            remedy="Ask the registry whether pseudonyms are the same in all deliveries.",
            query=_records("version_place > 1 and person_pseudonym <> first_pseudonym"),
            looked_at=_looked_at("version_place > 1"),
            column="person_pseudonym",
            share="changed_version_share",
            judged_from="group_records_to_judge",
        ),
        Check(
            name="versions_keep_the_reporter",
            statement="Corrections seldom turn a notification into one of another reporter.",
            reason="When notification ids are numbered per reporter, versions of different "
            "reporters are taken for one notification, and only one of them counts.",
            remedy="Number notifications over all reporters together.",
            query=_records("version_place > 1 and reporter_group_code <> first_reporter_group"),
            looked_at=_looked_at("version_place > 1"),
            column="reporter",
            share="changed_version_share",
            judged_from="group_records_to_judge",
        ),
        Check(
            name="versions_in_order_of_delivery",
            statement="A higher version is seldom delivered before a lower one.",
            reason="Versions that run against the deliveries mean that an older state takes the "
            "place of a newer one.",
            remedy="Ask the registry how versions are numbered.",
            query=_records("version_place > 1 and delivered_on < previous_delivered_on"),
            looked_at=_looked_at("version_place > 1"),
            column="version",
            share="changed_version_share",
            judged_from="group_records_to_judge",
        ),
        _broken(
            name="pseudonym_is_no_record_number",
            column="person_pseudonym",
            statement="Pseudonyms are not the number of the record or of the notification.",
            reason="With a new pseudonym for every record nobody is recognised: each "
            "notification becomes a victim of its own.",
            remedy="Ask for the pseudonym of the person.",
            condition="person_pseudonym in (record_id, notification_id)",
        ),
        Check(
            name="persons_return",
            statement="Some persons are notified in more than one year.",
            reason="When nobody ever returns, pseudonyms were made anew for each year, and "
            "distinct persons over an edition cannot be counted (R-04).",
            remedy="Ask for pseudonyms that are the same in all years.",
            query="""
                select 'nobody is notified in two years' as finding
                from (
                    select count(*) as years
                    from (
                        select received_year
                        from {batch}
                        where received_year is not null
                        group by received_year
                        having count(*) >= <<records_to_judge>>
                    ) as large
                ) as large
                where
                    years > 1
                    and not exists (
                        select 1
                        from {batch}
                        group by person_pseudonym
                        having count(distinct received_year) > 1
                    )
            """,
            looked_at="select distinct person_pseudonym from {batch}",
            column="person_pseudonym",
            judged_from="persons_to_return",
        ),
        Check(
            name="no_person_twice",
            statement="Hardly any record has a twin under another pseudonym.",
            reason="The same full birth date, gender, nationality, forms, reporter and day of "
            "receipt under two pseudonyms is one person who counts twice.",
            remedy="Ask the registry whether a part was pseudonymised twice. Birth dates of "
            "1 January and 1 July are left out.",
            query=_records(
                """
                    twin_key in (
                        select twin_key
                        from {batch}
                        where twin_key is not null
                        group by twin_key
                        having count(distinct person_pseudonym) > 1
                    )
                """
            ),
            looked_at=_looked_at("twin_key is not null"),
            column="person_pseudonym",
            share="copied_record_share",
            judged_from="records_to_judge",
        ),
        Check(
            name="unit_holds_no_contact",
            column="reporting_unit",
            statement="No reporting unit holds an e-mail address or a telephone number.",
            reason="The column is free for reporters other than the police, and is where names "
            "of staff and of victims slip in; one of them is one too many.",
            remedy="Ask the registry to deliver the unit only, or to leave the column empty. "
            "A number of nine digits or more is taken for a telephone number.",
            query=_records("regexp_matches(reporting_unit_delivered, '@|([0-9][ ()/.-]*){{9}}')"),
        ),
    ),
)

EMM_RECORDS: Final = Suite(
    code="raw_emm_records",
    stage="arrival",
    relation="staging.stg_register__emm_records",
    title="EMM records as delivered",
    copied=True,
    checks=(
        NativeCheck(
            name="rows",
            statement="The number of EMM records is known; it may be none.",
            reason="The EMM did not supply every year, so that a delivery without EMM records is "
            "sound; with none, the other expectations of this suite say nothing.",
            remedy="Nothing: this cannot fail. It shows the number.",
            kind="ExpectTableRowCountToBeBetween",
            arguments={"min_value": 0},
        ),
        *_record_checks("registered_on", "EMM records"),
        Check(
            name="some_persons_are_notified",
            statement="Some persons known to the EMM are also notified by a reporter.",
            reason="Nobody in common means that the two tables were pseudonymised with different "
            "keys: everybody would be known through the EMM only (R-07).",
            remedy="Ask for one pseudonym per person over both tables.",
            query="""
                select 'no person is in both tables' as finding
                where not exists (
                    select 1
                    from {batch} as emm
                    inner join raw_notifications as notified
                        on emm.person_pseudonym = notified.person_pseudonym
                )
            """,
            looked_at="""
                select distinct person_pseudonym
                from {batch}
                where (
                    select count(*)
                    from raw_notifications
                ) >= <<records_to_judge>>
            """,
            column="person_pseudonym",
            judged_from="records_to_judge",
        ),
        Check(
            name="same_years_as_the_notifications",
            statement="Many persons in both tables are known to the EMM in a year in which they "
            "are notified.",
            reason="Hardly any year in common means that the years of one of the tables are "
            "shifted.",
            remedy="Compare registered_on and received_on with the register, "
            f"{_SKIP} (same_year_share).",
            query="""
                select 'too few years in common' as finding
                from (
                    select
                        count(*) as persons,
                        count(*) filter(where has_same_year) as with_same_year
                    from (
                        select
                            emm.person_pseudonym,
                            bool_or(emm.received_year = notified.received_year) as has_same_year
                        from {batch} as emm
                        inner join raw_notifications as notified
                            on emm.person_pseudonym = notified.person_pseudonym
                        group by emm.person_pseudonym
                    ) as both_tables
                ) as counted
                where with_same_year < <<same_year_share>> * persons
            """,
            looked_at="""
                select distinct emm.person_pseudonym
                from {batch} as emm
                inner join raw_notifications as notified
                    on emm.person_pseudonym = notified.person_pseudonym
            """,
            column="registered_on",
            judged_from="group_records_to_judge",
        ),
    ),
)

_VOLUME: Final = """
        select source_table, reporter_group_code, received_year, record_count, median_before
        from {batch}
        where
    """
_TOTALS: Final = (
    "source_table = 'notifications' and reporter_group_code = 'ALL' "
    "and median_before >= <<records_to_judge>>"
)
_GROUPS: Final = (
    "source_table = 'notifications' and reporter_group_code not in ('ALL', 'ONB', 'EMM') "
    "and median_before >= <<group_records_before>>"
)
_YEAR: Final = """
        select
            source_table,
            reporter_group_code,
            received_year,
            record_count,
            first_half_count,
            second_half_count,
            early_day_count,
            busiest_day_count
        from {batch}
        where
    """
_LARGE_YEAR: Final = "reporter_group_code = 'ALL' and record_count >= <<records_to_judge>>"
_WHOLE_YEAR: Final = "greatest(record_count, median_before) >= <<records_to_judge>>"
"""A year that is large, or would be if none of it were missing."""

_HALVES: Final = f"source_table = 'notifications' and reporter_group_code = 'ALL' and {_WHOLE_YEAR}"
_GROUP_HALVES: Final = (
    "source_table = 'notifications' and reporter_group_code not in ('ALL', 'ONB', 'EMM') "
    f"and {_WHOLE_YEAR}"
)

VOLUMES: Final = Suite(
    code="delivery_volumes",
    stage="arrival",
    relation="audit.aud_delivery_volumes",
    title="Records per year and group of reporters, against the years before",
    checks=(
        row_count(
            what="year with records",
            at_least=1,
            reason="Without a year that can be read there is nothing to compare, and nothing to "
            "count.",
            remedy="Look at the dates of receipt and of delivery: no record was received before "
            "its delivery.",
        ),
        Check(
            name="year_not_too_small",
            statement="No year has far fewer notification records than the years before it.",
            reason="A part of a year that was not delivered looks like a fall in the number of "
            "victims.",
            remedy="Compare the number of records with the registry's own, "
            f"{_SKIP} (year_volume_low).",
            query=_VOLUME + _TOTALS + " and record_count < <<year_volume_low>> * median_before",
            looked_at=_looked_at(_TOTALS),
        ),
        Check(
            name="year_not_too_large",
            statement="No year has far more notification records than the years before it.",
            reason="A file that was loaded twice, or a year that was shifted onto another, looks "
            "like a rise.",
            remedy="Compare the number of records with the registry's own, "
            f"{_SKIP} (year_volume_high).",
            query=_VOLUME + _TOTALS + " and record_count > <<year_volume_high>> * median_before",
            looked_at=_looked_at(_TOTALS),
        ),
        Check(
            name="group_not_too_small",
            statement="No group of reporters falls silent in a year.",
            reason="The file of a reporter that was forgotten is the most common damage, and every "
            "figure of Figuur 2.11 depends on it.",
            remedy=f"Look whether the reporter's file is there, {_SKIP} (group_volume_low).",
            query=_VOLUME + _GROUPS + " and record_count < <<group_volume_low>> * median_before",
            looked_at=_looked_at(_GROUPS),
        ),
        Check(
            name="group_not_too_large",
            statement="No group of reporters grows beyond measure in a year.",
            reason="A reporter that delivers another population (all clients, all foreigners) "
            "drowns the others.",
            remedy=f"Ask the reporter what was delivered, {_SKIP} (group_volume_high).",
            query=_VOLUME + _GROUPS + " and record_count > <<group_volume_high>> * median_before",
            looked_at=_looked_at(_GROUPS),
        ),
        Check(
            name="emm_not_too_large",
            statement="The EMM does not grow beyond measure in a year.",
            reason="The EMM may supply a year or not, but a leap is another selection of signals.",
            remedy=f"Ask the EMM what was delivered, {_SKIP} (group_volume_high).",
            query=_VOLUME + "source_table = 'emm_records' and reporter_group_code = 'ALL' and "
            "median_before >= <<group_records_before>> "
            "and record_count > <<group_volume_high>> * median_before",
            looked_at=_looked_at(
                "source_table = 'emm_records' and reporter_group_code = 'ALL' "
                "and median_before >= <<group_records_before>>"
            ),
        ),
        Check(
            name="every_group_is_there",
            statement="Every group of reporters occurs in a large register.",
            reason="A reporter whose files are missing for all years has no years before to be "
            "compared with.",
            remedy="Look whether the reporter's files are there, "
            f"{_SKIP} (records_for_all_groups).",
            query="""
                select reporter_group_code
                from reference.ref_reporter_groups
                where
                    reporter_group_code not in (
                        select reporter_group_code
                        from {batch}
                        where source_table = 'notifications'
                    )
                    and (
                        select sum(record_count)
                        from {batch}
                        where source_table = 'notifications' and reporter_group_code = 'ALL'
                    ) >= <<records_for_all_groups>>
            """,
            looked_at="""
                select reporter_group_code
                from reference.ref_reporter_groups
                where (
                    select sum(record_count)
                    from {batch}
                    where source_table = 'notifications' and reporter_group_code = 'ALL'
                ) >= <<records_for_all_groups>>
            """,
        ),
        Check(
            name="both_halves_of_a_year",
            statement="Both halves of every year are there.",
            reason="Half a year that is missing leaves a year that is small, but not strikingly.",
            remedy="Compare the months with the registry's own numbers; the first year may begin "
            f"in its second half, {_SKIP} (half_year_share).",
            query=_YEAR + _HALVES + " and (second_half_count < <<half_year_share>> * record_count "
            "or (not is_first_year and first_half_count < <<half_year_share>> * record_count))",
            looked_at=_looked_at(_HALVES),
        ),
        Check(
            name="both_halves_of_a_group",
            statement="Every large group of reporters notifies in both halves of a year.",
            reason="Half a year of one reporter that is missing hardly shows in the whole.",
            remedy="Compare the months of the reporter with its own numbers, "
            f"{_SKIP} (group_half_year_share).",
            query=_YEAR
            + _GROUP_HALVES
            + " and (second_half_count < <<group_half_year_share>> * record_count "
            "or (not is_first_year "
            "and first_half_count < <<group_half_year_share>> * record_count))",
            looked_at=_looked_at(_GROUP_HALVES),
        ),
        Check(
            name="last_year_is_over",
            statement="The extract was made after the end of the last year in it.",
            reason="An edition ends with its last year; a running year would be published as if "
            "it were whole.",
            remedy="Wait for the end of the year, or leave the records of the running year out.",
            query=_YEAR + _LARGE_YEAR + " and source_table = 'notifications' and is_last_year "
            "and last_delivered_on <= make_date(received_year, 12, 31)",
            looked_at=_looked_at(
                _LARGE_YEAR + " and source_table = 'notifications' and is_last_year"
            ),
        ),
        Check(
            name="days_are_not_months",
            statement="Records are received on all days of the month.",
            reason="A spreadsheet that swaps day and month leaves only the days up to the twelfth "
            "readable, under a wrong month.",
            remedy="Export without a spreadsheet in between.",
            query=_YEAR + _LARGE_YEAR + " and early_day_count > <<early_day_share>> * record_count",
            looked_at=_looked_at(_LARGE_YEAR),
        ),
        Check(
            name="no_default_day",
            statement="No single day has a large part of a year's records.",
            reason="A default date, or the day of entry in place of the day of receipt, puts "
            "victims into a wrong year.",
            remedy="Ask the registry for the day of receipt.",
            query=_YEAR
            + _LARGE_YEAR
            + " and busiest_day_count > <<busiest_day_share>> * record_count",
            looked_at=_looked_at(_LARGE_YEAR),
        ),
    ),
)

_COLUMNS: Final = {
    "age": "age",
    "reporting_unit": "police unit",
    "gender": "gender",
    "nationalities": "nationality",
    "exploitation_forms": "form of exploitation",
    "prostitution_sectors": "prostitution sector",
    "labour_sectors": "labour sector",
    "criminal_manners": "manner of criminal exploitation",
    "consent": "consent",
    "cooperates": "cooperation",
}
"""Columns that are compared with the years before, and what they are called."""


def _completeness(column: str, label: str) -> Check:
    condition = (
        f"column_name = '{column}' and record_count >= <<group_records_to_judge>> "
        "and record_count_before >= <<group_records_to_judge>>"
    )
    return Check(
        name=f"{column}_as_known_as_before",
        statement=f"No reporter's {label} becomes far less known than in the years before.",
        reason="A column that got lost in an export looks like victims of whom nothing is known; "
        "the unknowns stay in every base (R-31).",
        remedy=f"Look at the column {column} of that reporter and year in the delivery, and at its "
        f"codes in audit.aud_code_mapping of the last good warehouse, {_SKIP} (known_share_drop).",
        query=f"""
            select
                source_table,
                reporter_group_code,
                received_year,
                record_count,
                filled_count,
                known_count,
                record_count_before,
                known_count_before
            from {{batch}}
            where
                {condition}
                and known_count_before / record_count_before - known_count / record_count
                > <<known_share_drop>>
        """,
        looked_at=_looked_at(condition),
        column=column,
    )


def _recognised(column: str, label: str) -> Check:
    condition = f"column_name = '{column}' and filled_count >= <<group_records_to_judge>>"
    return Check(
        name=f"{column}_in_its_code_system",
        statement=f"The codes of the {label} are of the reporter's own code system and year.",
        reason="Codes of another system, or of a year in which they meant something else, are "
        "unknown by the hundred; one sentence says it better than a hundred.",
        remedy=f"Look which codes were used for {column}; extend the crosswalk when the reporter "
        "has a new code list, or ask for the codes that were agreed.",
        query=f"""
            select
                source_table,
                reporter_group_code,
                received_year,
                filled_count,
                recognised_count
            from {{batch}}
            where
                {condition}
                and filled_count - recognised_count > <<unrecognised_share>> * filled_count
        """,
        looked_at=_looked_at(condition),
        column=column,
    )


COMPLETENESS: Final = Suite(
    code="delivery_completeness",
    stage="arrival",
    relation="audit.aud_delivery_completeness",
    title="Known values per column, group of reporters and year, against the years before",
    checks=(
        row_count(
            what="column of a reporter and year",
            at_least=1,
            reason="An empty table passes every other expectation.",
            remedy="Look at the reporters: no record is of a reporter that a crosswalk knows.",
        ),
        *(_completeness(column, label) for column, label in _COLUMNS.items()),
        *(_recognised(column, label) for column, label in _COLUMNS.items() if column != "age"),
    ),
)

SUITES: Final = (NOTIFICATIONS, EMM_RECORDS, VOLUMES, COMPLETENESS)
"""In the order in which they are judged."""

RAW_TABLES: Final = frozenset({NOTIFICATIONS.code, EMM_RECORDS.code})
"""Suites of the raw tables, which look at each other."""

PREPARED: Final = """
    with delivered as (
        select
            delivered.*,
            cast(extract(year from delivered.received_on) as integer) as received_year,
            hash(concat_ws('|', {content})) as content,
            hash(concat_ws('|', {versioned})) as versioned_content
        from {relation} as delivered
    ),

    repeated as (
        select
            delivered.record_id,
            min(delivered.versioned_content) <> max(delivered.versioned_content) as has_conflict
        from delivered
        where delivered.record_id is not null
        group by delivered.record_id
        having count(*) > 1
    ),

    numbered as (
        select
            delivered.*,
            repeated.has_conflict,
            dense_rank() over (
                partition by delivered.record_id, delivered.versioned_content
                order by delivered.delivered_on, delivered.delivery_id
            ) as delivery_place,
            row_number() over (
                partition by delivered.record_id, delivered.versioned_content
                order by delivered.delivered_on, delivered.delivery_id
            ) as copy_number
        from delivered
        inner join repeated
            on delivered.record_id = repeated.record_id
    ),

    kept as (
        select
            delivered.*,
            false as has_conflict,
            1 as copy_number
        from delivered
        where
            delivered.record_id is null
            or delivered.record_id not in (select repeated.record_id from repeated)
        union all
        select numbered.* exclude (delivery_place)
        from numbered
        where numbered.delivery_place = 1
    ),

    pseudonyms as (
        select delivered.person_pseudonym as pseudonym
        from delivered
        where delivered.person_pseudonym is not null
        union
        select others.person_pseudonym as pseudonym
        from {others} as others
        where others.person_pseudonym is not null
    ),

    marked as (
        select
            kept.*,
            kept.record_id is not null
            and (
                kept.record_id in (select pseudonyms.pseudonym from pseudonyms)
                or {looks_personal}
            ) as id_is_personal,
            kept.has_conflict
            or kept.copy_number > 1
            or kept.record_id in (
                select others.record_id
                from {others} as others
                where others.record_id is not null
            ) as id_is_used
        from kept
    ),

    files as (
        select
            marked.source_file,
            avg(case when marked.id_is_personal or marked.id_is_used then 1 else 0 end)
                as doubtful_id_share
        from marked
        group by marked.source_file
    ),

    dated as (
        select
            marked.*,
            files.doubtful_id_share,
            reporters.reporter_group_code,
            case
                when marked.birth_date_text like '____-__-__'
                    then try_cast(marked.birth_date_text as date)
                when marked.birth_date_text like '__-__-____'
                    then try_cast(
                        substr(marked.birth_date_text, 7, 4)
                        || '-' || substr(marked.birth_date_text, 4, 2)
                        || '-' || substr(marked.birth_date_text, 1, 2) as date
                    )
            end as birth_on
        from marked
        inner join files
            on marked.source_file is not distinct from files.source_file
        left join audit.aud_delivery__reporters as reporters
            on
                marked.reporter_delivered = reporters.reporter_delivered
                and marked.received_year = reporters.received_year
    )

    select
        dated.*,
        coalesce(
            date_diff('year', dated.birth_on, dated.received_on),
            try_cast(dated.reported_age_text as integer)
        ) as age_years,
        case
            when
                dated.birth_on is not null
                and strftime(dated.birth_on, '%m%d') not in ('0101', '0701')
                and dated.received_on is not null
                then hash(concat_ws('|', dated.birth_on, dated.received_on, {twin}))
        end as twin_key,
        row_number() over versions as version_place,
        first_value(dated.person_pseudonym) over versions as first_pseudonym,
        first_value(dated.reporter_group_code) over versions as first_reporter_group,
        lag(dated.delivered_on) over versions as previous_delivered_on
    from dated
    window versions as (
        partition by coalesce(dated.notification_id, dated.record_id)
        order by dated.version_number, dated.record_id
    )
"""
"""A raw table as the guards look at it: with what several expectations need worked out once.

A record that a later delivery repeats is left out, because a register that is extracted whole every
year does so (D-34). The table exists in memory only: no value of a person is written to the
warehouse (R-22)."""

_IDENTIFIERS: Final = ("delivery_id", "record_id", "notification_id", "version_text")


def prepared(suite: Suite) -> str:
    """Return the SQL of a raw table as the guards look at it."""

    def texts(alias: str, columns: Iterable[str]) -> str:
        return ", ".join(f"coalesce({alias}.{column}, '')" for column in columns)

    content = [column for column in _TEXT_COLUMNS if column not in _IDENTIFIERS]
    return PREPARED.format(
        relation=suite.relation,
        # The notifications are ready when the EMM records are prepared.
        others=NOTIFICATIONS.code if suite.code == EMM_RECORDS.code else EMM_RECORDS.relation,
        looks_personal=" or ".join(
            condition.format(text="kept.record_id") for condition in (_NAME_OR_ADDRESS, _DAY)
        ),
        content=texts("delivered", content),
        versioned=texts("delivered", ["notification_id", "version_text", *content]),
        twin=texts(
            "dated",
            [
                "reporter_group_code",
                "gender_delivered",
                "nationalities_delivered",
                "exploitation_forms_delivered",
            ],
        ),
    )
