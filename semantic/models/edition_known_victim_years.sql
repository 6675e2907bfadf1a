-- Everybody who is known, also those whom the rules of the edition leave out: Figuur 2.1.
select
    edition_years.edition_code,
    known.victim_year_key,
    known.notification_year,
    known.exclusion_rule_id,
    known.is_emm_known,
    known.is_emm_only,
    known.is_om_letter_only
from {{ source('marts', 'fct_known_victim_years') }} as known
inner join {{ source('marts', 'dim_edition_years') }} as edition_years
    on known.notification_year = edition_years.notification_year
