"""The mutants that run with every `make test`: some of each kind, and each seen by a unit test."""

from __future__ import annotations

from typing import Final

SAMPLE: Final[tuple[str, ...]] = (
    # and / or
    "fig_2_04a_prostitution_sectors:and_-_or:33a681",
    "fig_2_13_police_notifications:and_-_or:1822d7",
    # argument
    "int_editions__imputation_groups:argument:10a810",
    "int_victim_years__ages:argument:00e8d1",
    # arithmetic
    "int_codes__delivered_codes:arithmetic:07ded9",
    "int_codes__headings:arithmetic:0b8f7c",
    # code
    "fig_2_07_trafficking_forms:code:672b99",
    "fig_2_08_gender:code:60d74f",
    "fig_2_09_origin_regions:code:16bcb7",
    "fig_2_11_reporters:code:133935",
    "fig_2_12_police_units:code:70a935",
    # column
    "fig_2_02_emm_victims:column:5a0d80",
    "fig_2_05_labour_sectors:column:04ba80",
    # comparison
    "int_editions__covered:comparison:77825e",
    "int_editions__years:comparison:fc7e1d",
    # condition
    "fct_known_notifications:condition:02e21c",
    "int_codes__values:condition:0077cf",
    # condition in brackets
    "fig_2_10_age:condition_in_brackets:1cb78e",
    "tab_2_1_top_nationalities:condition_in_brackets:0d7f60",
    # default
    "fig_2_04b_imputed_visibility:default:448fdb",
    "int_victim_years__enriched:default:0c36c1",
    # direction
    "int_fates__repeated:direction:0f68ab",
    "int_fates__superseded:direction:4df1c0",
    # distinct
    "int_codes__lookup:distinct:3b4894",
    # entry of a list
    "int_codes__delivered_values:entry_of_a_list:2ef38c",
    "int_victim_years__combinations:entry_of_a_list:86da31",
    # function
    "exhibit:function:07bdda",
    "round_half_up:function:02955f",
    # join
    "int_editions__prostitution_sectors:join:568602",
    "int_records__standing:join:cdb48c",
    # limit
    "exhibit:limit:d9ba4a",
    "parse_integer:limit:06114e",
    # limit in a list
    "ref_age_bands:limit_in_a_list:050eee",
    "ref_category_editions:limit_in_a_list:006cb8",
    # negation
    "int_records__decoded:negation:486939",
    "int_records__repeated_ids:negation:e57baf",
    # number
    "int_records__assessed:number:2f871f",
    "int_records__born:number:05e1d7",
    # order key
    "int_editions__criminal_manners:order_key:6c9da4",
    "int_editions__labour_sectors:order_key:6c9da4",
    # part of a union
    "fig_2_03_exploitation_forms:part_of_a_union:618ee6",
    "fig_2_06_criminal_manners:part_of_a_union:181399",
    # partition key
    "aud_attribute_conflicts:partition_key:044ac0",
    "int_records__repeated:partition_key:7e8a8a",
    # step of a case
    "int_exclusions__applied:step_of_a_case:f84355",
    "int_victim_years__resolved:step_of_a_case:3426d2",
    # step of a hierarchy
    "ref_prostitution_sectors:step_of_a_hierarchy:2ca4a5",
    "ref_trafficking_form_hierarchy:step_of_a_hierarchy:0f0f7e",
    # truth
    "int_records__keyed:truth:1ec6e6",
    "int_victim_years__merged:truth:0c322a",
    # union
    "stg_register__records:union:ca9588",
    # value in a list
    "ref_countries:value_in_a_list:0721ae",
    "ref_rejection_reasons:value_in_a_list:08001e",
    # year
    "aud_ruling_effects__age:year:a253b0",
    "int_records__ranked:year:a3f69e",
)
