"""The mutants that run with every `make test`: some of each kind, and each seen by a unit test."""

from __future__ import annotations

from typing import Final

SAMPLE: Final[tuple[str, ...]] = (
    # and / or
    "int_exclusions__kmar_only_sexual:and_-_or:caba62",
    "int_fates__superseded:and_-_or:141abb",
    # argument
    "cell_mean_ages:argument:ccec19",
    "int_records__assessed:argument:2d6517",
    # arithmetic
    "int_exclusions__kmar_only_sexual:arithmetic:6695f5",
    "round_half_up:arithmetic:3d443c",
    # code
    "int_exclusions__kmar_only_sexual:code:1cbb34",
    "int_fates__superseded:code:ca953a",
    # column
    "int_editions__imputation_cells:column:ff4a90",
    "int_records__standing:column:a72309",
    # comparison
    "int_editions__imputation_cells:comparison:606793",
    "int_editions__imputation_cells:comparison:c66d36",
    "int_records__assessed:comparison:654faf",
    # condition
    "int_exclusions__kmar_only_sexual:condition:0cba03",
    "int_exclusions__kmar_only_sexual:condition:105141",
    "int_exclusions__kmar_only_sexual:condition:4dbadf",
    "int_exclusions__kmar_only_sexual:condition:57bbdb",
    "int_exclusions__kmar_only_sexual:condition:8a52e4",
    "int_exclusions__kmar_only_sexual:condition:fc694d",
    # condition in brackets
    "cell_mean_ages:condition_in_brackets:1cb78e",
    "int_records__assessed:condition_in_brackets:d8ed1f",
    # default
    "int_editions__imputation_cells:default:01a3cd",
    "int_records__assessed:default:4ab968",
    # direction
    "int_records__standing:direction:d980b5",
    "int_fates__superseded:direction:dbc16f",
    # distinct
    "int_codes__lookup:distinct:3b4894",
    # entry of a list
    "int_codes__delivered_values:entry_of_a_list:73ca6e",
    # function
    "cell_nationality_ranks:function:575c04",
    "int_fates__superseded:function:9bca8f",
    # join
    "int_editions__published_sectors:join:568602",
    "int_records__assessed:join:ba01e8",
    # limit
    "int_editions__published_sectors:limit:37b575",
    "int_records__assessed:limit:043061",
    # limit in a list
    "ref_age_bands:limit_in_a_list:57b931",
    "ref_age_bands:limit_in_a_list:c2c3cb",
    "ref_parameters:limit_in_a_list:b165b1",
    # negation
    "int_exclusions__kmar_only_sexual:negation:5d7a7a",
    "int_fates__superseded:negation:cbbe9b",
    # number
    "int_exclusions__kmar_only_sexual:number:884b58",
    "int_fates__superseded:number:7cbbbe",
    # order key
    "int_codes__values:order_key:902740",
    "int_fates__superseded:order_key:401022",
    # part of a union
    "int_fates__superseded:part_of_a_union:e3ade2",
    "int_records__received:part_of_a_union:6b3100",
    # partition key
    "int_records__standing:partition_key:424c11",
    "int_fates__superseded:partition_key:51f117",
    # step of a case
    "int_editions__imputation_cells:step_of_a_case:3426d2",
    "int_records__assessed:step_of_a_case:e08fc1",
    # step of a hierarchy
    "ref_prostitution_sectors:step_of_a_hierarchy:a13b35",
    "ref_prostitution_sectors:step_of_a_hierarchy:df8756",
    "ref_trafficking_form_hierarchy:step_of_a_hierarchy:1ab826",
    # truth
    "int_fates__superseded:truth:84a9b5",
    "int_records__assessed:truth:12bdb1",
    # union
    "int_records__received:union:ca9588",
    # value in a list
    "ref_prostitution_sectors:value_in_a_list:1c1060",
    "ref_trafficking_form_hierarchy:value_in_a_list:f0d0ac",
    # year
    "int_records__assessed:year:76320b",
)
