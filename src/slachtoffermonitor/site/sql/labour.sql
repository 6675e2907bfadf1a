-- Labour exploitation in the last year of the default edition, counted in ways that no exhibit has:
-- all known victims, those of them whom a rule leaves out, and notifications (R-05, R-12).
with edition as (
    select
        editions.edition_code,
        editions.year_to
    from marts.dim_editions as editions
    where editions.is_default_edition
),

rules as (
    select bridge.exclusion_rule_id
    from marts.bridge_edition_rules as bridge
    inner join edition
        on bridge.edition_code = edition.edition_code
),

victims as (
    select
        count(*) as known_count,
        count(rules.exclusion_rule_id) as left_out_count
    from marts.fct_known_victim_years as known
    inner join edition
        on known.notification_year = edition.year_to
    left join rules
        on known.exclusion_rule_id = rules.exclusion_rule_id
    where known.has_labour
),

notifications as (
    select count(*) as notification_count
    from marts.fct_known_notifications as known
    inner join edition
        on known.notification_year = edition.year_to
    left join rules
        on known.exclusion_rule_id = rules.exclusion_rule_id
    where
        known.trafficking_form_code = 'AU'
        and rules.exclusion_rule_id is null
)

select
    edition.year_to,
    victims.known_count,
    victims.left_out_count,
    notifications.notification_count
from edition
cross join victims
cross join notifications
