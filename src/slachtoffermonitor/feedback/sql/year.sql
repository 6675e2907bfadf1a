-- The newest year of receipt of a record that stands; the same for every reporter.
select max(records.notification_year)
from records
where records.is_standing
