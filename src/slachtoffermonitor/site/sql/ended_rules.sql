-- Exclusion rules that are no longer in force, with the last edition in which they are.
select
    rules.exclusion_rule_id,
    rules.last_edition_code,
    editions.year_to,
    rules.source
from reference.ref_edition_rules as rules
inner join reference.ref_editions as editions
    on rules.last_edition_code = editions.edition_code
order by rules.exclusion_rule_id
