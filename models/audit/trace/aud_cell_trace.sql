{#- Chain, step, what it counts, and for which cells it is a step. What a step takes away is
    negative. -#}
{%- set of_victims = "cells.measure not in ('notifications', 'police_unit_notifications')" -%}
{%- set of_police = "cells.measure = 'police_unit_notifications'" -%}
{%- set not_of_police = "cells.measure <> 'police_unit_notifications'" -%}
{%- set of_groups = "cells.measure = 'notifications'" -%}
{%- set of_persons = "cells.measure = 'persons'" -%}
{%- set imputed = "cells.exhibit_code = 'fig_2_04b'" -%}
{%- set left_out = imputed ~ " and cells.row_code in ('IMPUTED', 'KNOWN_OR_IMPUTED')" -%}
{%- set handed_on = imputed ~ " and cells.row_code = 'NOT_IMPUTED'" -%}
{%- set visibility = "cells.row_kind = 'visibility'" -%}
{%- set adjusted = imputed ~ " and cells.row_code not in ('KNOWN', 'total')" -%}
{%- set received = 'cells.notifications_received_count + cells.emm_received_count' -%}
{%- set population -%}
    cells.known_unit_count - cells.out_emm_only - cells.out_om_letter_only
    - cells.out_kmar_only_sexual
{%- endset -%}
{%- set other_exhibits -%}
    cells.population_unit_count - case
        when {{ of_groups }} then cells.notifications_in_years_count
        else {{ population }}
    end
{%- endset -%}
{%- set after -%}
    cells.unit_count - cells.left_unknown - cells.imputed_elsewhere + cells.imputed_here
{%- endset -%}
{%- set steps = [
    ('records', 'notifications_received', 'cells.notifications_received_count', 'true'),
    ('records', 'emm_received', 'cells.emm_received_count', 'true'),
    ('records', 'rejected', '-cells.rejected_count', 'true'),
    ('records', 'accepted', received ~ ' - cells.rejected_count', 'true'),
    ('records', 'other_years', 'cells.accepted_in_years_count - (' ~ received ~ ' - cells.rejected_count)', 'true'),
    ('records', 'other_cells', 'cells.record_count - cells.accepted_in_years_count', 'true'),
    ('records', 'behind_this_cell', 'cells.record_count', 'true'),
    ('records', 'superseded', '-cells.superseded_count', 'true'),
    ('records', 'withdrawn', '-cells.withdrawn_count', 'true'),
    ('records', 'emm_record', '-cells.emm_count', of_victims),
    ('records', 'om_letter', '-cells.om_letter_count', of_victims),
    ('records', 'repeated_in_group', 'cells.group_count - cells.notification_count', not_of_police),
    ('records', 'repeated_in_unit', 'cells.group_count - cells.notification_count', of_police),
    ('records', 'notifications', 'cells.group_count', not_of_police),
    ('records', 'police_unit_notifications', 'cells.group_count', of_police),
    ('records', 'same_victim', 'cells.notified_count - cells.group_count', of_victims),
    ('records', 'known_otherwise', 'cells.unit_count - cells.notified_count', of_victims),
    ('records', 'victims', 'cells.unit_count', of_victims),
    ('selection', 'all_known', 'cells.known_unit_count', 'true'),
    ('selection', 'emm_only', '-cells.out_emm_only', 'true'),
    ('selection', 'om_letter_only', '-cells.out_om_letter_only', 'true'),
    ('selection', 'kmar_only_sexual', '-cells.out_kmar_only_sexual', 'true'),
    ('selection', 'population', population, 'true'),
    ('selection', 'not_by_police', 'cells.police_victim_count - cells.analysis_count', of_police),
    ('selection', 'further_groups', 'cells.notifications_in_years_count - cells.analysis_count', of_groups),
    ('selection', 'further_units', 'cells.population_unit_count - cells.police_victim_count', of_police),
    ('selection', 'notifications', 'cells.notifications_in_years_count', of_groups),
    ('selection', 'police_unit_notifications', 'cells.population_unit_count', of_police),
    ('selection', 'other_exhibits', other_exhibits, not_of_police),
    ('selection', 'other_forms', 'cells.population_in_column_count - cells.population_unit_count', "cells.column_kind = 'trafficking_form'"),
    ('selection', 'other_rows', 'cells.unit_count - cells.population_in_column_count', 'true'),
    ('selection', 'counted', 'cells.unit_count', 'true'),
    ('arithmetic', 'age_sum', 'cells.age_sum', "cells.measure = 'mean_age'"),
    ('arithmetic', 'known_ages', 'cells.unit_count', "cells.measure = 'mean_age'"),
    ('arithmetic', 'nationalities_ahead', 'cells.ahead_count', "cells.measure = 'rank'"),
    ('arithmetic', 'imputation_cells', 'cells.imputation_cell_count', imputed),
    ('arithmetic', 'imputation_cells_used', 'cells.used_cell_count', imputed),
    ('arithmetic', 'known_visible', 'cells.visible_count', imputed),
    ('arithmetic', 'known_less_visible', 'cells.less_visible_count', imputed),
    ('arithmetic', 'unknown_sector', 'cells.unknown_count', imputed),
    ('arithmetic', 'unknown_in_used_cells', 'cells.imputed_count', imputed),
    ('arithmetic', 'expected_visible', 'cells.expected_visible', imputed),
] -%}
{%- set ends = [
    ('later_years', 'cells.person_count - cells.unit_count', of_persons),
    ('persons', 'cells.person_count', of_persons),
    ('left_unknown', '-cells.left_unknown', left_out),
    ('imputed_elsewhere', '-cells.imputed_elsewhere', handed_on),
    ('imputed_here', 'cells.imputed_here', visibility),
    ('after_imputation', after, adjusted),
] -%}
{%- set sources = ['pol', 'kmar', 'iszw', 'zoco', 'fw', 'ovm', 'emm', 'om_letter'] -%}

with traced as (
    select * from {{ ref('aud_trace__cells') }}
),

imputation as (
    select * from {{ ref('aud_trace__imputation') }}
),

trace_steps as (
    select * from {{ ref('ref_trace_steps') }}
),

-- Zero and unknown have no place, so nobody is ahead of them.
ranked as (
    select
        ranks.edition_code,
        ranks.column_kind,
        ranks.column_code,
        ranks.row_code,
        count(ahead.row_code) as ahead_count
    from {{ ref('cell_nationality_ranks') }} as ranks
    left join {{ ref('cell_nationality_ranks') }} as ahead
        on
            ranks.edition_code = ahead.edition_code
            and ranks.column_kind = ahead.column_kind
            and ranks.column_code = ahead.column_code
            and ranks.competition_rank > ahead.competition_rank
    group by ranks.edition_code, ranks.column_kind, ranks.column_code, ranks.row_code
),

cells as (
    select
        traced.*,
        {%- for reason in ['emm_only', 'om_letter_only', 'kmar_only_sexual'] %}
        case
            when traced.measure in ('notifications', 'police_unit_notifications')
                then traced.known_{{ reason }}_count
            else traced.known_{{ reason }}_count - traced.population_{{ reason }}_count
        end as out_{{ reason }},
        {%- endfor %}
        ranked.ahead_count,
        imputation.cell_count as imputation_cell_count,
        imputation.used_cell_count,
        imputation.visible_count,
        imputation.less_visible_count,
        imputation.unknown_count,
        imputation.imputed_count,
        imputation.expected_visible,
        case when traced.row_code in ('IMPUTED', 'KNOWN_OR_IMPUTED')
            then imputation.unknown_count - imputation.imputed_count else 0
        end as left_unknown,
        case when traced.row_code = 'NOT_IMPUTED' then imputation.imputed_count else 0 end
            as imputed_elsewhere,
        case traced.row_code
            when 'ZICHTBAAR' then imputation.expected_visible
            when 'MINDER_ZICHTBAAR' then imputation.imputed_count - imputation.expected_visible
            else 0
        end as imputed_here
    from traced
    left join ranked
        on
            case when traced.exhibit_code = 'tab_2_1' then traced.edition_code end
            = ranked.edition_code
            and traced.column_kind = ranked.column_kind
            and traced.column_code = ranked.column_code
            and traced.row_code = ranked.row_code
    left join imputation
        on
            case when traced.exhibit_code = 'fig_2_04b' then traced.edition_code end
            = imputation.edition_code
            and traced.column_kind = imputation.column_kind
            and traced.column_code = imputation.column_code
),

counted as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_kind,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        cells.measure,
        trace_steps.chain_code,
        trace_steps.step_order,
        trace_steps.step_code,
        trace_steps.is_total,
        trace_steps.rule_id,
        case
            when trace_steps.unit_code <> 'units' then trace_steps.unit_code
            when cells.measure in ('notifications', 'police_unit_notifications') then cells.measure
            else 'victims'
        end as unit_code,
        cast(
            case trace_steps.chain_code
                {%- for chain_code in ['records', 'selection', 'arithmetic'] %}
                when '{{ chain_code }}' then
                    case trace_steps.step_code
                        {%- for chain, step, amount, condition in steps if chain == chain_code %}
                        when '{{ step }}' then
                            {%- if condition == 'true' %} {{ amount }}
                            {%- else %} case when {{ condition }} then {{ amount }} end
                            {%- endif %}
                        {%- endfor %}
                        {%- for step, amount, condition in ends if chain_code != 'arithmetic' %}
                        when '{{ step }}' then case when {{ condition }} then {{ amount }} end
                        {%- endfor %}
                    end
                {%- endfor %}
                else
                    case trace_steps.step_code
                        when 'behind_this_cell' then cells.record_count
                        {%- for source in sources %}
                        when 'from_{{ source }}' then nullif(cells.from_{{ source }}_count, 0)
                        {%- endfor %}
                    end
            end as decimal(18, 6)
        ) as step_count
    from cells
    cross join trace_steps
),

final as (
    select
        counted.edition_code,
        counted.exhibit_code,
        counted.column_kind,
        counted.column_code,
        counted.row_kind,
        counted.row_code,
        counted.measure,
        counted.chain_code,
        counted.step_order,
        counted.step_code,
        counted.unit_code,
        counted.is_total,
        counted.rule_id,
        counted.step_count
    from counted
    where counted.step_count is not null
)

select * from final
order by
    final.edition_code,
    final.exhibit_code,
    final.column_kind,
    final.column_code,
    final.row_kind,
    final.row_code,
    final.measure,
    final.chain_code,
    final.step_order
