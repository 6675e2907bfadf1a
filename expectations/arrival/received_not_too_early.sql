/*
statement: Nearly all records were received after the register began.
reason: >-
  Many early dates are a default of the registry's system (1900, 1970) or a century that was lost.
remedy: >-
  Ask the registry for a new export with the dates of the register (ref_parameters:
  received_on_earliest).
column: "{{ day }}"
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.received_on < (
        select cast(parameters.parameter_value as date)
        from reference.ref_parameters as parameters
        where parameters.parameter_code = 'received_on_earliest'
    );
