-- From records to counts of victim-years, for Spark. `spark_sql.py` makes the small tables of what
-- the different texts mean (received_days, reporters, m_*, ...) after `delivered`, fills in the
-- parameters that begin with a colon, and keeps some views as files, so that they are not computed
-- anew for whatever asks for them.
-- `source`: 1 to 6 for a notification, by group in the order of belief; 7 for the EMM; 8 for a
-- letter of the prosecution.

create or replace temporary view delivered as
select
    false as in_emm_table,
    delivery_id, delivered_on, record_id, notification_id, version, status, received_on,
    person_pseudonym, reporter, reporting_unit, birth_date, reported_age, gender,
    nationalities, exploitation_forms, prostitution_sectors, labour_sectors,
    criminal_manners, consent, om_b8_letter, cooperates
from notifications
union all
select
    true as in_emm_table,
    delivery_id, delivered_on, record_id, cast(null as string) as notification_id, cast(null
    as string) as version, cast(null as string) as status, registered_on as received_on,
    person_pseudonym, '(EMM)' as reporter, cast(null as string) as reporting_unit,
    birth_date, reported_age, gender, nationalities, exploitation_forms,
    prostitution_sectors, labour_sectors, criminal_manners, cast(null as string) as consent,
    cast(null as string) as om_b8_letter, cast(null as string) as cooperates
from emm_records;

create or replace temporary function trimmed(x string) returns string
return nullif(btrim(x, concat(' ', chr(9), chr(10), chr(13), chr(160))), '');

create or replace temporary function normalised(x string) returns string
return upper(regexp_replace(trimmed(x), r'[\s\u00a0]+', ' '));

create or replace temporary view decoded as
with repeated_ids as (
    select trimmed(record_id) as clean_record_id
    from delivered
    where trimmed(record_id) is not null
    group by trimmed(record_id)
    having count(*) > 1
),
dated as (
    select
        delivered.*,
        trimmed(delivered.person_pseudonym) as person,
        trimmed(delivered.record_id) as clean_record_id,
        trimmed(delivered.notification_id) as clean_notification_id,
        received_days.number as received,
        delivered_days.number as delivered,
        births.number as stated_birth,
        versions.number as version_number,
        ages.number as age_said,
        -- what lies outside the years is rejected: any year will do
        least(
            greatest(coalesce(received_days.number div 10000 - :first_year, 0), 0), :year_count - 1
        ) as year_number
    from delivered
    left join received_days on delivered.received_on = received_days.text
    left join delivered_days on delivered.delivered_on = delivered_days.text
    left join births on delivered.birth_date = births.text
    left join versions on delivered.version = versions.text
    left join ages on delivered.reported_age = ages.text
),
reported as (
    select
        dated.*,
        reporters.source as reporter_source,
        reporters.context,
        coalesce(reporters.needs_consent, false) as needs_consent,
        coalesce(m_om_b8_letter.code = 'yes', false) as is_letter,
        coalesce(m_status.code = 'withdrawn', false) as is_withdrawn,
        coalesce(m_consent.code = 'yes', false) as has_consent
    from dated
    left join reporters
        on dated.reporter = reporters.text and dated.year_number = reporters.year_number
    left join m_om_b8_letter
        on dated.om_b8_letter = m_om_b8_letter.text
        and dated.year_number = m_om_b8_letter.year_number
    left join m_status
        on dated.status = m_status.text and dated.year_number = m_status.year_number
    left join m_consent
        on dated.consent = m_consent.text and dated.year_number = m_consent.year_number
)
select /*+ broadcast(repeated_ids) */
    monotonically_increasing_id() as row_number,
    reported.person,
    reported.clean_record_id as record_id,
    reported.clean_notification_id as notification_id,
    trimmed(reported.delivery_id) as delivery_id,
    reported.delivered,
    reported.version_number,
    reported.received,
    reported.received div 10000 as year,
    case when is_letter then 8 else reporter_source end as source,
    is_withdrawn,
    age_said as reported_age,
    case
        when received - stated_birth between :age_least * 10000 and :age_most * 10000 + 9999
            then stated_birth
    end as birth,
    m_gender.number as gender,
    m_nationality.number as nationality,
    coalesce(m_unit.number, 0) as unit,
    coalesce(m_forms.number, 0) as forms,
    coalesce(m_prostitution.number, 0) as prostitution,
    coalesce(m_labour.number, 0) as labour,
    coalesce(m_manners.number, 0) as manners,
    reported.clean_record_id is not null
    and (
        in_emm_table
        or (clean_notification_id is not null and coalesce(version_number, 0) >= 1)
    ) as is_identified,
    coalesce(
        trimmed(reported.delivery_id) is not null
        and (in_emm_table or trimmed(status) is not null)
        and reporter_source is not null
        and person is not null
        and received between :earliest and reported.delivered
        and not (
            needs_consent and not is_letter and not has_consent and received >= :consent_from
        ),
        false
    ) as is_usable,
    repeated_ids.clean_record_id is not null as is_repeated,
    -- only where an id occurs twice
    case when repeated_ids.clean_record_id is not null then md5(concat_ws(
        chr(31),
        cast(in_emm_table as string),
        coalesce(trimmed(notification_id), ''),
        coalesce(trimmed(version), ''),
        coalesce(trimmed(received_on), ''),
        coalesce(trimmed(person_pseudonym), ''),
        coalesce(trimmed(birth_date), ''),
        coalesce(trimmed(reported_age), ''),
        coalesce(normalised(status), ''),
        coalesce(normalised(reporter), ''),
        coalesce(normalised(consent), ''),
        coalesce(normalised(om_b8_letter), ''),
        coalesce(normalised(reporting_unit), ''),
        coalesce(normalised(gender), ''),
        coalesce(normalised(nationalities), ''),
        coalesce(normalised(exploitation_forms), ''),
        coalesce(normalised(prostitution_sectors), ''),
        coalesce(normalised(labour_sectors), ''),
        coalesce(normalised(criminal_manners), ''),
        coalesce(normalised(cooperates), '')
    )) end as content
from reported
left join repeated_ids on reported.clean_record_id = repeated_ids.clean_record_id
left join m_unit
    on reported.reporting_unit = m_unit.text and reported.context = m_unit.context
left join m_gender
    on reported.gender = m_gender.text and reported.context = m_gender.context
left join m_nationality
    on reported.nationalities = m_nationality.text and reported.context = m_nationality.context
left join m_forms
    on reported.exploitation_forms = m_forms.text and reported.context = m_forms.context
left join m_prostitution
    on reported.prostitution_sectors = m_prostitution.text and reported.context = m_prostitution.context
left join m_labour
    on reported.labour_sectors = m_labour.text and reported.context = m_labour.context
left join m_manners
    on reported.criminal_manners = m_manners.text and reported.context = m_manners.context;

-- Of an id with two contents nothing stands; of copies the first delivered.
create or replace temporary view copies as
with same_id as (
    select
        row_number,
        min(content) over (partition by record_id) <> max(content) over (partition by record_id)
            as has_other_content,
        row_number() over (
            partition by record_id, content
            order by delivered asc nulls last, delivery_id asc nulls last
        ) as copy_number
    from decoded
    where is_repeated
)
select row_number from same_id where has_other_content or copy_number > 1;

create or replace temporary view distinct_records as
select /*+ broadcast(copies) */ decoded.*
from decoded
left anti join copies on decoded.row_number = copies.row_number
where decoded.record_id is not null and decoded.is_identified;

-- Of a notification the highest version stands, even if that is rejected - unless it cannot be known
-- which version of what it is.
create or replace temporary view superseded as
with repeated_notifications as (
    select notification_id
    from distinct_records
    where notification_id is not null
    group by notification_id
    having count(*) > 1
),
versions as (
    select /*+ broadcast(repeated_notifications) */
        distinct_records.row_number,
        row_number() over (
            partition by distinct_records.notification_id
            order by
                distinct_records.version_number desc nulls last,
                distinct_records.delivered desc nulls last,
                distinct_records.record_id desc
        ) as version_rank
    from distinct_records
    join repeated_notifications
        on distinct_records.notification_id = repeated_notifications.notification_id
)
select row_number from versions where version_rank > 1;

create or replace temporary view standing as
select /*+ broadcast(superseded) */ distinct_records.*
from distinct_records
left anti join superseded on distinct_records.row_number = superseded.row_number
where distinct_records.is_usable and not distinct_records.is_withdrawn;

create or replace temporary view merged as
with ordered as (
    select
        *,
        source <= 6 as is_notification,
        struct(source, -received, coalesce(notification_id, ''), record_id) as belief,
        struct(received, notification_id, record_id) as coming
    from standing
)
select
    person,
    year,
    coalesce(bit_or(shiftleft(1, cast(source - 1 as int))) filter (where is_notification), 0)
        as groups,
    coalesce(bool_or(source = 7), false) as is_emm_known,
    min(received) filter (where is_notification) as first_notified,
    min_by(gender, belief) filter (where source <= 7 and gender is not null) as gender,
    min_by(nationality, belief) filter (where source <= 7 and nationality is not null)
        as nationality,
    min_by(birth, belief) filter (where source <= 7 and birth is not null) as birth,
    min_by(reported_age, belief) filter (where source <= 7 and reported_age is not null)
        as reported_age,
    min_by(unit, coming) filter (where source = 1 and unit > 0) as first_unit,
    coalesce(bit_or(unit) filter (where is_notification), 0) as units,
    coalesce(bit_or(forms) filter (where is_notification), 0) as forms,
    coalesce(bit_or(forms) filter (where source = 7), 0) as emm_forms,
    coalesce(bit_or(prostitution) filter (where is_notification), 0) as prostitution,
    coalesce(bit_or(prostitution) filter (where source = 7), 0) as emm_prostitution,
    coalesce(bit_or(labour) filter (where is_notification), 0) as labour,
    coalesce(bit_or(labour) filter (where source = 7), 0) as emm_labour,
    coalesce(bit_or(manners) filter (where is_notification), 0) as manners,
    coalesce(bit_or(manners) filter (where source = 7), 0) as emm_manners
from ordered
group by person, year;

create or replace temporary view victim_years as
with united as (
    select
        person, year, groups, is_emm_known, units,
        coalesce(first_unit, 0) as first_unit,
        coalesce(gender, 0) as gender,
        coalesce(nationality, 0) as nationality,
        case
            when birth is null then reported_age
            when first_notified >= birth then (first_notified - birth) div 10000
        end as stated_age,
        case when forms > 0 then forms else emm_forms end as forms,
        case when prostitution > 0 then prostitution else emm_prostitution end as prostitution,
        case when labour > 0 then labour else emm_labour end as labour,
        case when manners > 0 then manners else emm_manners end as manners
    from merged
)
select
    united.*,
    case when stated_age between :age_least and :age_most then stated_age end as age,
    trafficking_forms.trafficking_form,
    trafficking_forms.region,
    case
        when groups = 0 and is_emm_known then 'R-07'
        when groups = 0 then 'R-09'
        when groups = :kmar and (united.forms & :sexual) > 0 then 'R-08'
        else ''
    end as exclusion
from united
join trafficking_forms
    on united.nationality = trafficking_forms.nationality
    and united.forms = trafficking_forms.forms;

create or replace temporary view population as
select * from victim_years where exclusion = '';

create or replace temporary view n_known as
select year, exclusion, is_emm_known, groups > 0 as is_notified, count(*) as n
from victim_years group by all;

-- Persons by the years they are in: bit 0 is the year 2000.
create or replace temporary view n_persons as
select years, count(*) as n
from (
    select person, bit_or(shiftleft(cast(1 as bigint), cast(year - 2000 as int))) as years
    from population group by person
)
group by years;

create or replace temporary view n_forms as
select year, forms, count(*) as n from population group by all;

create or replace temporary view n_traits as
select year, trafficking_form, code as gender, age, count(*) as n
from population join genders on population.gender = genders.number
group by all;

create or replace temporary view n_nationalities as
select year, trafficking_form, code as nationality, count(*) as n
from population join countries on population.nationality = countries.number
group by all;

create or replace temporary view n_sexual as
select
    year,
    region,
    coalesce(adulthood, 'UNKNOWN') as adulthood,
    case
        when (groups & :police) > 0 then concat('POL:', first_unit)
        else cast(groups & -groups as string)
    end as reporter,
    prostitution,
    count(*) as n
from population
left join age_bands on population.age between age_bands.age_from and age_bands.age_to
where (forms & :sexual) > 0
group by all;

create or replace temporary view n_labour as
select year, labour as mask, count(*) as n from population where (forms & :labour) > 0 group by all;

create or replace temporary view n_manners as
select year, manners as mask, count(*) as n from population where (forms & :criminal) > 0 group by all;

create or replace temporary view n_groups as
select year, trafficking_form, region = 'AFR' as is_african, groups, count(*) as n
from population group by all;

create or replace temporary view n_units as
select year, trafficking_form, units, count(*) as n
from population where (groups & :police) > 0 group by all;
