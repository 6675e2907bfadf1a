/*
statement: Synthetic records do not stand among delivered ones.
reason: A register that is partly made up gives figures about nobody, labelled as real ones.
remedy: Take the files of the synthetic register out of the delivery.
column: delivery_id
limit: none
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    lower(records.delivery_id) like 'synthetic%'
    and exists (
        select 1 as other_row
        from staging.stg_register__records as others
        where others.delivery_id is not null and lower(others.delivery_id) not like 'synthetic%'
    );
