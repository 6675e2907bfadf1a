/*
statement: The records of one delivery carry one date of delivery.
reason: A delivery is made on one day; more days under one name mean that two extracts were mixed.
remedy: Give each delivery a name of its own.
column: delivered_on
limit: {share_of_rows: broken_record_share, judged_from: records_to_judge}
*/
select
    {{ shown_id('records') }} as record_id,
    records.source_file
from {{ batch }} as records
where
    records.delivered_on is not null
    and records.delivery_id is not null
    and (records.delivery_id, records.delivered_on) not in (
        select (dates.delivery_id, dates.delivered_on)
        from (
            select
                delivered.delivery_id,
                delivered.delivered_on,
                row_number() over (
                    partition by delivered.delivery_id
                    order by count(*) desc, delivered.delivered_on asc
                ) as place
            from {{ batch }} as delivered
            where delivered.delivered_on is not null and delivered.delivery_id is not null
            group by delivered.delivery_id, delivered.delivered_on
        ) as dates
        where dates.place = 1
    );
