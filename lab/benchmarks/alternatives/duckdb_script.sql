-- From the register's Parquet to the published cells, in one script for DuckDB: what somebody who
-- knows the engine would write for speed alone. It keeps no fate, no reason and no trace of a record,
-- checks nothing, and takes a code that no crosswalk knows as unknown.
--
-- Before it runs: `set variable register = '<directory>'` and `set variable seeds = '<directory>'`.
-- It leaves the table `published_cells`.
--
-- What makes it fast:
-- * every coded column is read by its few different texts: `list_position` in a constant list is
--   worked out once per entry of a Parquet dictionary, and gives a small number;
-- * the meaning of a text for a code system and year is found by that number in a table without
--   gaps, which DuckDB joins by position;
-- * every record is read and decoded once, into a narrow table; only records that share an id are
--   read again, for their content;
-- * whatever needs a window is done on the few records that need it. They are found by a hash: two
--   ids with one hash only make two more suspects;
-- * what a victim-year unites is one number of 64 bits; what it takes from the most believed record
--   is the least of believed order and value in one number. Only victim-years with two records of
--   one reporter group need dates and ids to decide.

set preserve_insertion_order = false;
set timezone = 'UTC';

-- === lists ===========================================================================

create macro seed(name) as table
    select * from read_csv(getvariable('seeds') || name || '.csv', all_varchar = true, header = true);

create macro trimmed(x) as nullif(trim(x, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '');

-- Few identifiers have blanks around them, and trimming costs more than looking. Empty, not null,
-- when nothing is left.
create macro cleaned(x) as case
    when x[-1] between '!' and '~' and x >= '!' and x < chr(160) then x
    else regexp_extract(x, '^[\s' || chr(160) || ']*(.*?)[\s' || chr(160) || ']*$', 1, 's')
end;

create macro normalised(x) as
    upper(regexp_replace(trimmed(x), '[\s' || chr(160) || ']+', ' ', 'g'));

create macro whole_date(x) as case
    when x like '____-__-__' then try_cast(x as date)
    when x like '__-__-____' then try_cast(x[7:] || '-' || x[4:5] || '-' || x[:2] as date)
end;

create macro as_number(x) as year(x) * 10000 + month(x) * 100 + day(x);

create macro parameter(code) as (
    select parameter_value from seed('reference/ref_parameters') where parameter_code = code
);

create temp table countries as
select
    country_code,
    nationality_code,
    nationality_class_code,
    selection_order::int as selection_order,
    origin_region_code,
    (row_number() over (order by country_code))::usmallint as number
from seed('reference/ref_countries');

-- Systems of codes by number, from 0: those of the reporters. The EMM's records are kept apart.
create temp table systems as
select
    code_system,
    (row_number() over (order by code_system) - 1)::int as system,
    not bool_or(is_notifier::boolean) as is_emm,
    bool_or(reporter_group_code = 'POL') as is_police
from seed('reference/ref_reporters')
group by code_system;

-- The 64 bits of a victim-year: 7 for who reports (the groups in the order of belief, then the EMM),
-- then what notifications and, apart, the EMM say of forms (4 bits each), prostitution sectors (6),
-- labour sectors (8) and criminal manners (5), then 11 for police units.
create temp table layout as
from (values
    ('exploitation_form', 7, 4), ('prostitution_sector', 15, 6), ('labour_sector', 27, 8),
    ('criminal_manner', 43, 5), ('police_unit', 53, 0), ('gender', 0, 0), ('nationality', 0, 0)
) as l (kind, first_bit, width);

-- Bits are in the order of a list; unknown has none.
create macro bit_of(code, place) as case when code = 'ONB' then 0 else 1 << (place::int - 1) end;

create temp table forms as
select exploitation_form_code, sort_order::int as sort_order,
    bit_of(exploitation_form_code, sort_order)::int as form_bit
from seed('reference/ref_exploitation_forms');

-- What a standard code counts as: a bit, or for gender and nationality a number; 0 is unknown.
create temp table standard as
select 'gender' as kind, gender_code as code, 1 as preference,
    (case when gender_code = 'ONB' then 0 else sort_order::int end)::ubigint as number
from seed('reference/ref_genders')
union all
select 'nationality', delivered.country_code, delivered.selection_order,
    case when delivered.nationality_class_code = 'UNKNOWN' then 0 else resolved.number end
from countries as delivered
join countries as resolved on resolved.country_code = delivered.nationality_code
union all
select 'exploitation_form', exploitation_form_code, 1, form_bit::ubigint from forms
union all
select 'prostitution_sector', prostitution_sector_code, 1,
    bit_of(prostitution_sector_code, hierarchy_order)
from seed('reference/ref_prostitution_sectors')
union all
select 'labour_sector', isic_section_code, 1, bit_of(labour_sector_code, sort_order)
from seed('reference/ref_isic_sections')
join seed('reference/ref_labour_sectors') using (labour_sector_code)
union all
select 'criminal_manner', criminal_manner_code, 1, bit_of(criminal_manner_code, sort_order)
from seed('reference/ref_criminal_manners')
union all
select 'police_unit', police_unit_code, 1, bit_of(police_unit_code, sort_order)
from seed('reference/ref_police_units');

create macro crosswalk(kind, name) as table
    select
        kind as kind,
        code_system,
        normalised(delivered_code) as delivered_code,
        valid_from_year::int as valid_from_year,
        valid_to_year::int as valid_to_year,
        standard_code
    from seed('crosswalks/crosswalk_' || name);

create temp table crosswalks as
from crosswalk('status', 'statuses')
union all from crosswalk('yes_no', 'yes_no')
union all from crosswalk('reporter', 'reporters')
union all from crosswalk('police_unit', 'police_units')
union all from crosswalk('gender', 'genders')
union all from crosswalk('nationality', 'nationalities')
union all from crosswalk('exploitation_form', 'exploitation_forms')
union all from crosswalk('prostitution_sector', 'prostitution_sectors')
union all from crosswalk('labour_sector', 'labour_sectors')
union all from crosswalk('criminal_manner', 'criminal_manners');

-- An own code stands before the standard one of the same letters as soon as it ever differs.
create temp table lookup as
with own as (
    from crosswalks as own
    where code_system <> 'STANDARD' and exists (
        select 1
        from crosswalks as meaning
        left join crosswalks as standard
            on standard.code_system = 'STANDARD' and standard.kind = meaning.kind
            and standard.delivered_code = meaning.delivered_code
        where meaning.code_system = own.code_system and meaning.kind = own.kind
            and meaning.delivered_code = own.delivered_code
            and meaning.standard_code is distinct from standard.standard_code
    )
)
from own
union all
select kind, systems.code_system, delivered_code, valid_from_year, valid_to_year, standard_code
from crosswalks, (select code_system from systems union all select 'REGISTER') as systems
where crosswalks.code_system = 'STANDARD' and not exists (
    select 1 from own
    where own.kind = crosswalks.kind and own.code_system = systems.code_system
        and own.delivered_code = crosswalks.delivered_code
);

-- === the different texts of each column ================================================

create temp view notifications as
select
    false as in_emm_table, delivery_id, delivered_on, record_id, notification_id, version, status,
    received_on, person_pseudonym, reporter, reporting_unit, birth_date, reported_age, gender,
    nationalities, exploitation_forms, prostitution_sectors, labour_sectors, criminal_manners,
    consent, om_b8_letter, cooperates
from read_parquet(getvariable('register') || '/notifications*.parquet');

create temp view emm_records as
select
    true as in_emm_table, delivery_id, delivered_on, record_id, null::varchar as notification_id,
    null::varchar as version, null::varchar as status, registered_on as received_on,
    person_pseudonym, '(EMM)' as reporter, null::varchar as reporting_unit, birth_date,
    reported_age, gender, nationalities, exploitation_forms, prostitution_sectors, labour_sectors,
    criminal_manners, null::varchar as consent, null::varchar as om_b8_letter,
    null::varchar as cooperates
from read_parquet(getvariable('register') || '/emm_records*.parquet');

create temp view delivered as from notifications union all from emm_records;

-- One column each: a text, and its place in the list that begins with null.
create temp table texts as
with found as (
    select 'delivery_id' as field, delivery_id as text from (select distinct delivery_id from delivered)
    union all select 'delivered_on', delivered_on from (select distinct delivered_on from delivered)
    union all select 'status', status from (select distinct status from delivered)
    union all select 'reporter', reporter from (select distinct reporter from delivered)
    union all select 'reporting_unit', reporting_unit from (select distinct reporting_unit from delivered)
    union all select 'reported_age', reported_age from (select distinct reported_age from delivered)
    union all select 'gender', gender from (select distinct gender from delivered)
    union all select 'nationalities', nationalities from (select distinct nationalities from delivered)
    union all
    select 'exploitation_forms', exploitation_forms from (select distinct exploitation_forms from delivered)
    union all
    select 'prostitution_sectors', prostitution_sectors from (select distinct prostitution_sectors from delivered)
    union all select 'labour_sectors', labour_sectors from (select distinct labour_sectors from delivered)
    union all select 'criminal_manners', criminal_manners from (select distinct criminal_manners from delivered)
    union all select 'consent', consent from (select distinct consent from delivered)
    union all select 'om_b8_letter', om_b8_letter from (select distinct om_b8_letter from delivered)
),
with_null as (
    from found where text is not null
    union all select distinct field, null from found
)
select
    field,
    text,
    (row_number() over (partition by field order by text nulls first) - 1)::int as place,
    (count(*) over (partition by field))::int as place_count
from with_null;

create macro texts_of(wanted) as (
    select list(text order by place) from texts where field = wanted
);
set variable t_delivery_id = texts_of('delivery_id');
set variable t_delivered_on = texts_of('delivered_on');
set variable t_status = texts_of('status');
set variable t_reporter = texts_of('reporter');
set variable t_reporting_unit = texts_of('reporting_unit');
set variable t_reported_age = texts_of('reported_age');
set variable t_gender = texts_of('gender');
set variable t_exploitation_forms = texts_of('exploitation_forms');
set variable t_prostitution_sectors = texts_of('prostitution_sectors');
set variable t_labour_sectors = texts_of('labour_sectors');
set variable t_criminal_manners = texts_of('criminal_manners');
set variable t_consent = texts_of('consent');
set variable t_om_b8_letter = texts_of('om_b8_letter');

-- Days as numbers yyyymmdd.
create temp table received_days as
select text, as_number(whole_date(trimmed(text)))::int as received
from (select distinct received_on as text from delivered) where text is not null;

create temp table births as
select
    text,
    as_number(case
        when regexp_full_match(trimmed(text), '[0-9]{4}') and trimmed(text)::int > 0
            then try_cast(trimmed(text) || '-07-01' as date)
        else whole_date(trimmed(text))
    end)::int as birth
from (select distinct birth_date as text from delivered) where text is not null;

create temp table versions as
select
    text,
    case when regexp_full_match(trimmed(text), '[0-9]{1,18}') then trimmed(text)::bigint end
        as version_number
from (select distinct version as text from notifications) where text is not null;

set variable earliest = as_number(parameter('received_on_earliest')::date)::int;
set variable consent_from = as_number(parameter('consent_required_from')::date)::int;
set variable age_least = parameter('age_minimum')::int;
set variable age_most = parameter('age_maximum')::int;

-- Bits that a rule names: three forms of exploitation, two groups of reporters.
create macro form_bit_of(code) as (
    select form_bit from forms where exploitation_form_code = code
);
create macro group_bit_of(code) as (
    select 1 << (priority_order::int - 1)
    from seed('reference/ref_reporter_groups') where reporter_group_code = code
);
set variable sexual = form_bit_of('SU');
set variable labour = form_bit_of('AU');
set variable criminal = form_bit_of('CU');
set variable police = group_bit_of('POL');
set variable kmar = group_bit_of('KMAR');

-- Years from the first of the register on; what lies outside is rejected whatever its codes are.
set variable first_year = (
    select min(received) // 10000 from received_days where received >= getvariable('earliest')
);
set variable year_count = (
    select
        least(
            max(received) // 10000,
            (select max(year(whole_date(trimmed(text)))) from texts where field = 'delivered_on')
        ) - getvariable('first_year') + 1
    from received_days
);
set variable contexts = (select count(*)::int from systems) * getvariable('year_count');

create temp table years as
select year::int as year, (year - getvariable('first_year'))::int as year_number
from range(getvariable('first_year'), getvariable('first_year') + getvariable('year_count')) as r (year);

-- === what the texts mean ===============================================================

create temp table register_meanings as
select texts.field, texts.place, years.year_number, lookup.standard_code
from texts
join (values
    ('status', 'status'), ('reporter', 'reporter'), ('consent', 'yes_no'), ('om_b8_letter', 'yes_no')
) as kinds (field, kind) using (field)
cross join years
left join lookup
    on lookup.kind = kinds.kind and lookup.code_system = 'REGISTER'
    and lookup.delivered_code = normalised(texts.text)
    and years.year between lookup.valid_from_year and lookup.valid_to_year;

create temp table reporters as
select
    (meanings.place * getvariable('year_count') + year_number)::int as i,
    (coalesce(system, 0) * getvariable('year_count') + year_number)::int as context,
    case when reporters.is_notifier = 'false' then 7 else groups.priority_order::int end::utinyint
        as source,
    coalesce(groups.legal_basis_code = 'CONSENT', false) as needs_consent,
    texts.text is not null as is_named
from register_meanings as meanings
join texts using (field, place)
left join seed('reference/ref_reporters') as reporters
    on reporters.reporter_code = case when texts.text = '(EMM)' then 'EMM' else standard_code end
left join seed('reference/ref_reporter_groups') as groups using (reporter_group_code)
left join systems using (code_system)
where field = 'reporter';

create temp table answers as
select
    (((statuses.place * consents.place_count + consents.place) * letters.place_count + letters.place)
        * getvariable('year_count') + years.year_number)::int as i,
    statuses.text is not null and trimmed(statuses.text) is not null as has_status,
    coalesce(status.standard_code = 'withdrawn', false) as is_withdrawn,
    coalesce(consent.standard_code = 'yes', false) as has_consent,
    coalesce(letter.standard_code = 'yes', false) as is_letter
from texts as statuses, texts as consents, texts as letters, years
join register_meanings as status
    on status.field = 'status' and status.place = statuses.place
    and status.year_number = years.year_number
join register_meanings as consent
    on consent.field = 'consent' and consent.place = consents.place
    and consent.year_number = years.year_number
join register_meanings as letter
    on letter.field = 'om_b8_letter' and letter.place = letters.place
    and letter.year_number = years.year_number
where statuses.field = 'status' and consents.field = 'consent' and letters.field = 'om_b8_letter';

create temp table deliveries as
select
    (deliveries.place * days.place_count + days.place)::int as i,
    trimmed(deliveries.text) as delivery_id,
    as_number(whole_date(trimmed(days.text)))::int as delivered
from texts as deliveries, texts as days
where deliveries.field = 'delivery_id' and days.field = 'delivered_on';

create temp table ages as
select
    place as i,
    (case
        when regexp_full_match(trimmed(text), '-?[0-9]{1,8}')
            and trimmed(text)::int between getvariable('age_least') and getvariable('age_most')
            then trimmed(text)::int
    end)::usmallint as reported_age
from texts where field = 'reported_age';

-- The reporters' columns, without gaps: place of the text, system, year.
create temp table meanings as
with kinds as (
    from (values
        ('reporting_unit', 'police_unit', false), ('gender', 'gender', false),
        ('nationalities', 'nationality', true), ('exploitation_forms', 'exploitation_form', true),
        ('prostitution_sectors', 'prostitution_sector', true),
        ('labour_sectors', 'labour_sector', true), ('criminal_manners', 'criminal_manner', true)
    ) as k (field, kind, is_several)
),
codes as (
    select field, kind, place, unnest(codes) as code, generate_subscripts(codes, 1) as position
    from (
        select field, kind, place,
            case when is_several then string_split(normalised(text), '|') else [normalised(text)] end
                as codes
        from texts join kinds using (field)
    )
),
known as (
    select
        codes.field, codes.kind, codes.place, systems.system, years.year_number, standard.number,
        standard.preference, codes.position,
        layout.first_bit + case when is_emm then width else 0 end as first_bit
    from codes
    join lookup on lookup.kind = codes.kind and lookup.delivered_code = trimmed(codes.code)
    join standard on standard.kind = lookup.kind and standard.code = lookup.standard_code
    join systems on systems.code_system = lookup.code_system
    join layout on layout.kind = codes.kind
    join years on years.year between valid_from_year and valid_to_year
    where standard.number > 0 and (codes.kind <> 'police_unit' or is_police)
),
found as (
    select
        field, place, system, year_number,
        case
            when any_value(kind) in ('gender', 'nationality')
                then arg_min(number, preference * 1000 + position)
            else bit_or(number << first_bit)
        end as number
    from known group by all
)
select
    each.field,
    (each.place * getvariable('contexts') + each.system * getvariable('year_count')
        + each.year_number)::int as i,
    coalesce(found.number, 0) as number
from (
    select texts.field, texts.place, systems.system, years.year_number
    from texts join kinds using (field), systems, years
) as each
left join found using (field, place, system, year_number);

create temp table m_unit as select i, number from meanings where field = 'reporting_unit';
create temp table m_gender as select i, number::utinyint as number from meanings where field = 'gender';
create temp table m_nationality as
select i, number::usmallint as number from meanings where field = 'nationalities';
create temp table nationality_texts as
select text, (place * getvariable('contexts'))::int as p_nationality
from texts where field = 'nationalities' and text is not null;
create temp table m_forms as select i, number from meanings where field = 'exploitation_forms';
create temp table m_prostitution as select i, number from meanings where field = 'prostitution_sectors';
create temp table m_labour as select i, number from meanings where field = 'labour_sectors';
create temp table m_manners as select i, number from meanings where field = 'criminal_manners';

-- === records ===========================================================================

create macro place(field, x) as list_position(getvariable('t_' || field), x)::int - 1;

-- Texts become places right above the scan, where they still are entries of a dictionary.
create macro placed(relation) as table
select
    in_emm_table, received_on, birth_date,
    cleaned(record_id) as record_id,
    cleaned(notification_id) as notification_id,
    cleaned(person_pseudonym) as person,
    place('delivery_id', delivery_id) * len(getvariable('t_delivered_on'))::int
        + place('delivered_on', delivered_on) as p_delivery,
    ((place('status', status) * len(getvariable('t_consent'))::int + place('consent', consent))
        * len(getvariable('t_om_b8_letter'))::int + place('om_b8_letter', om_b8_letter))
        * getvariable('year_count')::int as p_answer,
    place('reporter', reporter) * getvariable('year_count')::int as p_reporter,
    place('reported_age', reported_age) as p_age,
    place('reporting_unit', reporting_unit) * getvariable('contexts')::int as p_unit,
    place('gender', gender) * getvariable('contexts')::int as p_gender,
    place('exploitation_forms', exploitation_forms) * getvariable('contexts')::int as p_forms,
    place('prostitution_sectors', prostitution_sectors) * getvariable('contexts')::int
        as p_prostitution,
    place('labour_sectors', labour_sectors) * getvariable('contexts')::int as p_labour,
    place('criminal_manners', criminal_manners) * getvariable('contexts')::int as p_manners,
    version, status, reporter, reporting_unit,
    reported_age, gender, nationalities, exploitation_forms, prostitution_sectors, labour_sectors,
    criminal_manners, consent, om_b8_letter, cooperates
from query_table(relation);

create temp view placed_records as
from placed('notifications') union all from placed('emm_records');

-- Every row of `relation`, decoded. `source` of the record: 1 to 6 for a notification, by group in
-- the order of belief; 7 for the EMM; 8 for a letter of the prosecution.
create macro decoded(relation) as table
with dated as (
    select
        placed.* exclude (gender),
        received_days.received,
        births.birth as stated_birth,
        versions.version_number,
        coalesce(nationality_texts.p_nationality, 0) as p_nationality,
        -- what lies outside the years is rejected: any year will do
        least(greatest(coalesce(received_days.received // 10000 - getvariable('first_year'), 0), 0),
            getvariable('year_count') - 1) as year_number
    from query_table(relation) as placed
    left join received_days on received_days.text = placed.received_on
    left join births on births.text = placed.birth_date
    left join versions on versions.text = placed.version
    left join nationality_texts on nationality_texts.text = placed.nationalities
),
in_context as (
    select dated.*, reporters.source as reporter_source, reporters.context, needs_consent, is_named
    from dated
    join reporters on reporters.i = dated.p_reporter + dated.year_number
)
select
    person,
    (received // 10000)::usmallint as year,
    received,
    record_id,
    notification_id,
    version_number,
    delivered,
    answers.is_withdrawn,
    case when answers.is_letter then 8 else reporter_source end::utinyint as source,
    case
        when answers.is_letter then 0
        else (1::ubigint << (reporter_source - 1)) | m_forms.number | m_prostitution.number
            | m_labour.number | m_manners.number | m_unit.number
    end::ubigint as bits,
    m_gender.number as gender,
    m_nationality.number as nationality,
    ages.reported_age,
    case
        when received - stated_birth between getvariable('age_least') * 10000
            and getvariable('age_most') * 10000 + 9999
            then stated_birth
    end as birth,
    record_id <> ''
    and (in_emm_table or (notification_id <> '' and version_number >= 1)) as is_identified,
    deliveries.delivery_id is not null
    and delivered is not null
    and (in_emm_table or has_status)
    and is_named
    and reporter_source is not null
    and person <> ''
    and received between getvariable('earliest') and delivered
    and not (
        needs_consent and not is_letter and not has_consent and received >= getvariable('consent_from')
    ) as is_usable
from in_context
join deliveries on deliveries.i = p_delivery
join answers on answers.i = p_answer + year_number
join ages on ages.i = p_age
join m_unit on m_unit.i = p_unit + context
join m_gender on m_gender.i = p_gender + context
join m_nationality on m_nationality.i = p_nationality + context
join m_forms on m_forms.i = p_forms + context
join m_prostitution on m_prostitution.i = p_prostitution + context
join m_labour on m_labour.i = p_labour + context
join m_manners on m_manners.i = p_manners + context;

-- The tables of meanings are small and written in the order in which they are joined; the planner
-- guesses that hardly a record is left, and would build its hash tables from the records.
set disabled_optimizers = 'join_order,build_side_probe_side,join_filter_pushdown';

create temp table records as
select * from decoded('placed_records') where record_id <> '';

-- Of an id with two contents nothing stands; of copies the first delivered.
create temp table repeated_records as
select hash(record_id) as h from records group by h having count(*) > 1;

create temp view suspect_notifications as
from notifications where hash(cleaned(record_id)) in (from repeated_records);

create temp view suspect_emm_records as
from emm_records where hash(cleaned(record_id)) in (from repeated_records);

create temp table suspect_records as
from placed('suspect_notifications') union all from placed('suspect_emm_records');

create temp table copies as
with same_id as (
    select
        suspects.rowid as row_number,
        record_id,
        delivered,
        deliveries.delivery_id,
        concat_ws(
            chr(31), in_emm_table, coalesce(notification_id, ''),
            coalesce(trimmed(version), ''), coalesce(normalised(status), ''),
            coalesce(trimmed(received_on), ''), coalesce(person, ''),
            coalesce(normalised(reporter), ''), coalesce(normalised(reporting_unit), ''),
            coalesce(trimmed(birth_date), ''), coalesce(trimmed(reported_age), ''),
            coalesce(normalised(gender), ''), coalesce(normalised(nationalities), ''),
            coalesce(normalised(exploitation_forms), ''),
            coalesce(normalised(prostitution_sectors), ''),
            coalesce(normalised(labour_sectors), ''), coalesce(normalised(criminal_manners), ''),
            coalesce(normalised(consent), ''), coalesce(normalised(om_b8_letter), ''),
            coalesce(normalised(cooperates), '')
        ) as content
    from suspect_records as suspects
    join deliveries on deliveries.i = p_delivery
)
select row_number
from same_id
qualify min(content) over (partition by record_id) <> max(content) over (partition by record_id)
    or row_number() over (
        partition by record_id, content order by delivered nulls last, delivery_id nulls last
    ) > 1;

create temp view distinct_suspects as
from suspect_records anti join copies on copies.row_number = suspect_records.rowid;

delete from records where hash(record_id) in (from repeated_records);
insert into records
select * from decoded('distinct_suspects') where record_id <> '';

-- Of a notification the highest version stands, even if that is rejected - unless it cannot be known
-- which version of what it is.
create temp table repeated_notifications as
select hash(notification_id) as h
from records where notification_id is not null and is_identified
group by h having count(*) > 1;

create temp table superseded as
select rowid as row_number
from records
where is_identified and notification_id is not null
    and hash(notification_id) in (from repeated_notifications)
qualify row_number() over (
    partition by notification_id
    order by version_number desc, delivered desc nulls last, record_id desc
) > 1;

delete from records where rowid in (from superseded);

create temp view standing as
from records where is_identified and is_usable and not is_withdrawn;

-- === victim-years ======================================================================

create temp table merged as
select
    person,
    year,
    bit_or(bits) as bits,
    min(case when source <= 6 then received end) as first_notified,
    count(witness) > bit_count(bit_or(bits) & 127) as is_repeated,
    min((witness * 4 + gender)::utinyint) as gender,
    min((witness * 1024 + nationality)::usmallint) as nationality,
    min((witness * 1024 + reported_age)::usmallint) as reported_age,
    min(witness * 33554432 + birth) as birth
from (
    select
        person, year, bits, source, received, reported_age, birth,
        case when source <= 7 then source end::int as witness,
        case when gender > 0 then gender end as gender,
        case when nationality > 0 then nationality end as nationality
    from standing
)
group by person, year;

-- Two records of one group in a year: the latest received is believed, then the first notification
-- id; the unit that counts for the imputation is that of the first received.
create temp table repeated_attributes as
with repeated as (
    select person, year from merged where is_repeated
),
witnesses as (
    select
        *,
        {'a': source, 'b': 99999999 - received, 'c': coalesce(notification_id, ''), 'd': record_id}
            as belief,
        {'a': received, 'b': notification_id, 'c': record_id} as coming
    from standing semi join repeated using (person, year)
    where source <= 7
)
select
    person,
    year,
    arg_min(gender, belief) filter (where gender > 0) as gender,
    arg_min(nationality, belief) filter (where nationality > 0) as nationality,
    arg_min(reported_age, belief) filter (where reported_age is not null) as reported_age,
    arg_min(birth, belief) filter (where birth is not null) as birth,
    arg_min(bits >> 53, coming) filter (where source = 1 and bits >> 53 > 0) as first_unit
from witnesses
group by person, year;

drop table records;

-- Form of trafficking by combination of forms and class of nationality.
create temp table form_of as
select
    mask as forms,
    nationality_class_code,
    arg_min(trafficking_form_code, priority::int * 100 + sort_order) as trafficking_form
from (select unnest(range((select 1 + sum(form_bit)::int from forms)))::int as mask)
join forms on mask & form_bit > 0 or (mask = 0 and form_bit = 0)
join seed('reference/ref_trafficking_form_hierarchy') as hierarchy using (exploitation_form_code)
group by mask, nationality_class_code;

create temp table trafficking_form_of as
select
    (countries.number * 16 + forms)::int as i,
    trafficking_form,
    origin_region_code as region
from (
    from countries where nationality_class_code <> 'UNKNOWN'
    union all
    select * replace (0 as number) from countries where nationality_class_code = 'UNKNOWN'
) as countries
join form_of using (nationality_class_code);

create temp table victim_years as
with stated as (
    select
        person, year, bits, first_notified, gender & 3 as gender, nationality & 1023 as nationality,
        reported_age & 1023 as reported_age, birth & 33554431 as birth, bits >> 53 as first_unit
    from merged where not is_repeated
    union all
    select
        person, year, merged.bits, merged.first_notified, repeated.gender, repeated.nationality,
        repeated.reported_age, repeated.birth, repeated.first_unit
    from merged join repeated_attributes as repeated using (person, year)
    where merged.is_repeated
),
united as (
    select
        person, year, first_unit,
        (bits & 63)::utinyint as groups,
        bits & 64 > 0 as is_emm_known,
        coalesce(gender, 0) as gender,
        coalesce(nationality, 0) as nationality,
        case
            when birth is null then reported_age
            when first_notified >= birth then (first_notified - birth) // 10000
        end as stated_age,
        (case when bits >> 7 & 15 > 0 then bits >> 7 else bits >> 11 end & 15)::utinyint as forms,
        (case when bits >> 15 & 63 > 0 then bits >> 15 else bits >> 21 end & 63)::utinyint
            as prostitution,
        (case when bits >> 27 & 255 > 0 then bits >> 27 else bits >> 35 end & 255)::utinyint
            as labour,
        (case when bits >> 43 & 31 > 0 then bits >> 43 else bits >> 48 end & 31)::utinyint
            as manners,
        (bits >> 53)::usmallint as units
    from stated
)
select
    person, year, first_unit, groups, is_emm_known, gender, nationality, forms, prostitution,
    labour, manners, units,
    case
        when stated_age between getvariable('age_least') and getvariable('age_most') then stated_age
    end::utinyint as age,
    trafficking_form,
    region,
    case
        when groups = 0 then case when is_emm_known then 'R-07' else 'R-09' end
        when groups = getvariable('kmar') and forms & getvariable('sexual') > 0 then 'R-08'
        else ''
    end as exclusion
from united
join trafficking_form_of on i = nationality * 16 + forms;

drop table merged;
set disabled_optimizers = '';

-- === counts ============================================================================
-- From here on there are only small tables. Masks have the bits of the code lists; groups have a
-- bit by order of belief, units by their order.

create temp view population as from victim_years where groups > 0;

create temp table n_known as
select year, exclusion, is_emm_known, groups > 0 as is_notified, count(*) as n
from victim_years group by all;

-- Persons by the years they are in, those that R-08 may leave out apart: bit 0 is the year 2000.
create temp table n_persons as
select years, kmar_only_years, count(*) as n
from (
    select
        coalesce(bit_or(1::bigint << (year - 2000)) filter (where exclusion = ''), 0) as years,
        coalesce(bit_or(1::bigint << (year - 2000)) filter (where exclusion <> ''), 0)
            as kmar_only_years
    from population group by person
)
group by years, kmar_only_years;

create temp table n_forms as select year, exclusion, forms, count(*) as n from population group by all;

create temp table n_traits as
select year, exclusion, trafficking_form, coalesce(gender_code, 'ONB') as gender, age, n
from (
    select year, exclusion, trafficking_form, gender as number, age, count(*) as n
    from population group by all
)
left join seed('reference/ref_genders') on sort_order::int = number and gender_code <> 'ONB';

create temp table n_nationalities as
select
    year, exclusion, trafficking_form,
    coalesce(country_code, (select country_code from countries where nationality_class_code = 'UNKNOWN'))
        as nationality,
    n
from (
    select year, exclusion, trafficking_form, nationality as number, count(*) as n from population group by all
)
left join countries using (number);

create temp table n_sexual as
select
    year, exclusion, region,
    coalesce(adulthood_code, 'UNKNOWN') as adulthood,
    coalesce('POL:' || first_unit, reporter::varchar) as reporter,
    prostitution,
    sum(n)::bigint as n
from (
    select
        year, exclusion, region, age, prostitution,
        -- the lowest bit is the group that is believed most
        1 + bit_count((groups::int & -groups::int) - 1) as reporter,
        case when groups & getvariable('police') > 0 then coalesce(first_unit, 0) end as first_unit,
        count(*) as n
    from population where forms & getvariable('sexual') > 0
    group by all
)
left join seed('reference/ref_age_bands') on age between age_from::int and age_to::int
group by all;

create temp table n_labour as
select year, exclusion, labour as mask, count(*) as n
from population where forms & getvariable('labour') > 0 group by all;

create temp table n_manners as
select year, exclusion, manners as mask, count(*) as n
from population where forms & getvariable('criminal') > 0 group by all;

create temp table n_groups as
select year, exclusion, trafficking_form, region = 'AFR' as is_african, groups, count(*) as n
from population group by all;

create temp table n_units as
select year, exclusion, trafficking_form, units, count(*) as n
from population where groups & getvariable('police') > 0 group by all;
