/*
statement: Nearly all victims are of an age that people have.
reason: Impossible ages come from shifted years, swapped centuries or swapped columns (R-26).
remedy: Compare birth_date, reported_age and the date of receipt with the register.
column: birth_date
limit: {share_of_rows: unreadable_value_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.age_years is not null
    and not records.age_years between (
        select cast(parameters.parameter_value as integer)
        from reference.ref_parameters as parameters
        where parameters.parameter_code = 'age_minimum'
    ) and (
        select cast(parameters.parameter_value as integer)
        from reference.ref_parameters as parameters
        where parameters.parameter_code = 'age_maximum'
    );

-- looked at:
select 1 as row_seen
from {{ batch }} as records
where records.age_years is not null;
