/*
statement: Every group of reporters occurs in a large register.
reason: A reporter whose files are missing for all years has no years before to be compared with.
remedy: >-
  Look whether the reporter's files are there, or accept it for this delivery (docs/office.md).
limit: {in_sql: [records_for_all_groups]}
acceptable: true
*/
select reporter_groups.reporter_group_code
from reference.ref_reporter_groups as reporter_groups
where
    reporter_groups.reporter_group_code not in (
        select notifying.reporter_group_code
        from {{ batch }} as notifying
        where notifying.source_table = 'notifications'
    )
    and (
        select sum(volumes.record_count)
        from {{ batch }} as volumes
        where volumes.source_table = 'notifications' and volumes.reporter_group_code = 'ALL'
    ) >= {{ limit('records_for_all_groups') }};

-- looked at:
select reporter_groups.reporter_group_code
from reference.ref_reporter_groups as reporter_groups
where
    (
        select sum(volumes.record_count)
        from {{ batch }} as volumes
        where volumes.source_table = 'notifications' and volumes.reporter_group_code = 'ALL'
    ) >= {{ limit('records_for_all_groups') }};
