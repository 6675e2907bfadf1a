{%- set counts = [
    'unit_count', 'emm_only_count', 'om_letter_only_count', 'kmar_only_sexual_count',
    'notified_count', 'person_count', 'age_sum', 'record_count', 'superseded_count',
    'withdrawn_count', 'emm_count', 'om_letter_count', 'notification_count', 'group_count',
    'from_pol_count', 'from_kmar_count', 'from_iszw_count', 'from_zoco_count', 'from_fw_count',
    'from_ovm_count', 'from_emm_count', 'from_om_letter_count',
] -%}
{%- set known_counts = [
    'unit_count', 'emm_only_count', 'om_letter_only_count', 'kmar_only_sexual_count',
] -%}

with cells as (
    select
        published_cells.*,
        -- a rank is traced to the victims that it ranks
        case when published_cells.measure = 'rank' then 'victims' else published_cells.measure end
            as traced_measure,
        -- the lines of Figuur 2.1 are populations of their own
        case
            when published_cells.exhibit = 'fig_2_01' then published_cells.row_kind
            else 'total'
        end
            as population_row_kind,
        case
            when published_cells.exhibit = 'fig_2_01' then published_cells.row_code
            else 'total'
        end
            as population_row_code
    from {{ ref('published_cells') }} as published_cells
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

sums as (
    select * from {{ ref('aud_trace__sums') }}
),

victim_years as (
    select * from {{ ref('fct_victim_years') }}
),

accepted as (
    select * from {{ ref('int_records__accepted') }}
),

per_column as (
    select
        sums.exhibit_code,
        sums.row_kind,
        sums.row_code,
        sums.measure,
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        {%- for count in counts %}
        sum(sums.{{ count }}) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sums
    inner join columns
        on
            sums.edition_code = columns.edition_code
            and sums.notification_year between columns.year_from and columns.year_to
            and (
                columns.column_kind <> 'trafficking_form'
                or sums.trafficking_form_code = columns.column_code
            )
    group by all
),

-- The same for all forms together, in the years that the column covers.
per_years as (
    select
        sums.exhibit_code,
        sums.row_kind,
        sums.row_code,
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        {%- for count in known_counts %}
        sum(sums.{{ count }}) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sums
    inner join columns
        on
            sums.edition_code = columns.edition_code
            and sums.notification_year between columns.year_from and columns.year_to
    where sums.exhibit_code = 'fig_2_01' or sums.row_kind = 'total'
    group by all
),

notified_by_police_by_year as (
    select
        victim_years.edition_code,
        victim_years.notification_year,
        count(*) as victim_count
    from victim_years
    where victim_years.is_reported_by_police
    group by victim_years.edition_code, victim_years.notification_year
),

notified_by_police as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        sum(notified_by_police_by_year.victim_count) as victim_count
    from notified_by_police_by_year
    inner join columns
        on
            notified_by_police_by_year.edition_code = columns.edition_code
            and notified_by_police_by_year.notification_year
            between columns.year_from and columns.year_to
    group by columns.edition_code, columns.column_kind, columns.column_code
),

received as (
    select
        sum(steps.record_count) filter (where steps.source_table = 'notifications')
            as notifications_received_count,
        sum(steps.record_count) filter (where steps.source_table = 'emm_records')
            as emm_received_count,
        sum(steps.record_count) filter (where steps.fate_code = 'rejected') as rejected_count
    from {{ ref('aud_waterfall') }} as steps
),

accepted_by_year as (
    select
        accepted.registration_year,
        count(*) as record_count
    from accepted
    group by accepted.registration_year
),

accepted_in_years as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        sum(accepted_by_year.record_count) as record_count
    from columns
    inner join accepted_by_year
        on accepted_by_year.registration_year between columns.year_from and columns.year_to
    group by columns.edition_code, columns.column_kind, columns.column_code
),

final as (
    select
        cells.edition as edition_code,
        cells.exhibit as exhibit_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        cells.measure,
        cells.value as published_value,
        {%- for count in counts %}
        cast(coalesce(per_column.{{ count }}, 0) as integer) as {{ count }},
        {%- endfor %}
        cast(coalesce(population_column.unit_count, 0) as integer) as population_in_column_count,
        {%- for count in known_counts %}
        cast(coalesce(population.{{ count }}, 0) as integer) as population_{{ count }},
        cast(coalesce(known.{{ count }}, 0) as integer) as known_{{ count }},
        {%- endfor %}
        cast(coalesce(analysis.unit_count, 0) as integer) as analysis_count,
        cast(coalesce(notified.unit_count, 0) as integer) as notifications_in_years_count,
        cast(coalesce(notified_by_police.victim_count, 0) as integer) as police_victim_count,
        cast(coalesce(received.notifications_received_count, 0) as integer)
            as notifications_received_count,
        cast(coalesce(received.emm_received_count, 0) as integer) as emm_received_count,
        cast(coalesce(received.rejected_count, 0) as integer) as rejected_count,
        cast(coalesce(accepted_in_years.record_count, 0) as integer) as accepted_in_years_count
    from cells
    cross join received
    left join per_column
        on
            cells.edition = per_column.edition_code
            and cells.exhibit = per_column.exhibit_code
            and cells.column_kind = per_column.column_kind
            and cells.column_code = per_column.column_code
            and cells.row_kind = per_column.row_kind
            and cells.row_code = per_column.row_code
            and cells.traced_measure = per_column.measure
    left join per_column as population_column
        on
            cells.edition = population_column.edition_code
            and cells.exhibit = population_column.exhibit_code
            and cells.column_kind = population_column.column_kind
            and cells.column_code = population_column.column_code
            and cells.population_row_kind = population_column.row_kind
            and cells.population_row_code = population_column.row_code
    {%- for alias, exhibit, row_kind, row_code in [
        ('population', 'cells.exhibit', 'cells.population_row_kind', 'cells.population_row_code'),
        ('known', "'fig_2_01'", "'population_line'", "'ALL_KNOWN'"),
        ('analysis', "'fig_2_01'", "'population_line'", "'ANALYSIS_POPULATION'"),
        ('notified', "'fig_2_11'", "'total'", "'total'"),
    ] %}
    left join per_years as {{ alias }}
        on
            cells.edition = {{ alias }}.edition_code
            and {{ exhibit }} = {{ alias }}.exhibit_code
            and cells.column_kind = {{ alias }}.column_kind
            and cells.column_code = {{ alias }}.column_code
            and {{ row_kind }} = {{ alias }}.row_kind
            and {{ row_code }} = {{ alias }}.row_code
    {%- endfor %}
    left join notified_by_police
        on
            cells.edition = notified_by_police.edition_code
            and cells.column_kind = notified_by_police.column_kind
            and cells.column_code = notified_by_police.column_code
    left join accepted_in_years
        on
            cells.edition = accepted_in_years.edition_code
            and cells.column_kind = accepted_in_years.column_kind
            and cells.column_code = accepted_in_years.column_code
)

select * from final
