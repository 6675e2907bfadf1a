{#- The macros that carry a rule, on values whose answer is known: rounding (R-31), completed years
    (R-26), dates, whole numbers and codes as docs/register.md spells them. -#}
{% set cases = [
    ('R-31 half of a percent rounds up', printed_pct(1, 200), '1'),
    ('R-31 just under a half rounds down', printed_pct(1, 201), '0'),
    ('R-31 12.5 is 13', printed_pct(1, 8), '13'),
    ('R-31 37.5 is 38', printed_pct(3, 8), '38'),
    ('R-31 1088 of 5060 is 22', printed_pct(1088, 5060), '22'),
    ('R-31 everyone is 100', printed_pct(7, 7), '100'),
    ('R-31 nobody is 0', printed_pct(0, 7), '0'),
    ('R-31 more than the base is more than 100', printed_pct(1334 - 668, 668), '100'),
    ('R-31 a base of zero has no percentage', printed_pct(0, 0), none),
    ('R-31 a fall is negative', printed_pct(668 - 956, 956), '-30'),
    ('R-31 a large count keeps its half', printed_pct(4999999, 10000000), '50'),
    ('R-31 0.5 is 1', 'cast(' ~ round_half_up('0.5') ~ ' as integer)', '1'),
    ('R-31 2.5 is 3 and not the even 2', 'cast(' ~ round_half_up('2.5') ~ ' as integer)', '3'),
    ('R-31 2.4999 is 2', 'cast(' ~ round_half_up('2.4999') ~ ' as integer)', '2'),
    ('R-31 a fall of 43.5 is -44', 'cast(' ~ round_half_up('-43.5') ~ ' as integer)', '-44'),
    ('R-31 a fall of 43.4 is -43', 'cast(' ~ round_half_up('-43.4') ~ ' as integer)', '-43'),
    ('R-31 20.25 is 20.3', 'cast(' ~ round_half_up('20.25', 1) ~ ' as decimal(18, 1))', '20.3'),
    ('R-26 the birthday counts', age_in_years("date '2000-06-15'", "date '2018-06-15'"), '18'),
    ('R-26 the day before does not', age_in_years("date '2000-06-15'", "date '2018-06-14'"), '17'),
    ('R-26 29 February on 28 February', age_in_years("date '2000-02-29'", "date '2018-02-28'"), '17'),
    ('R-26 29 February on 1 March', age_in_years("date '2000-02-29'", "date '2018-03-01'"), '18'),
    ('R-26 29 February in a leap year', age_in_years("date '2000-02-29'", "date '2020-02-29'"), '20'),
    ('R-26 on the day of birth', age_in_years("date '2018-06-15'", "date '2018-06-15'"), '0'),
    ('R-26 before birth', age_in_years("date '2018-06-15'", "date '2018-06-14'"), '-1'),
    ('R-26 1 January after 31 December', age_in_years("date '1999-12-31'", "date '2018-01-01'"), '18'),
    ('date with the year first', parse_date("'2018-02-01'"), '2018-02-01'),
    ('date with the day first', parse_date("'01-02-2018'"), '2018-02-01'),
    ('29 February of a leap year', parse_date("'29-02-2016'"), '2016-02-29'),
    ('29 February of another year', parse_date("'29-02-2018'"), none),
    ('a thirteenth month', parse_date("'2018-13-01'"), none),
    ('a date with slashes', parse_date("'01/02/2018'"), none),
    ('a date with a time', parse_date("'2018-02-01 00:00'"), none),
    ('a date that ends in a letter', parse_date("'2018-02-1a'"), none),
    ('a date that begins with a letter', parse_date("'1a-02-2018'"), none),
    ('a date with a blank for a digit', parse_date("'1 -02-2018'"), none),
    ('a date before our era', parse_date("'-201-02-01'"), none),
    ('a day number', parse_date("'43132'"), none),
    ('an empty date', parse_date('cast(null as string)'), none),
    ('a whole number', parse_integer("'017'"), '17'),
    ('a negative number', parse_integer("'-1'"), '-1'),
    ('a number of nine digits', parse_integer("'123456789'"), '123456789'),
    ('a number of ten digits', parse_integer("'1234567890'"), none),
    ('a negative number of nine characters', parse_integer("'-12345678'"), '-12345678'),
    ('a fraction', parse_integer("'17.5'"), none),
    ('a word', parse_integer("'ten'"), none),
    ('a sign alone', parse_integer("'-'"), none),
    ('a sign in the middle', parse_integer("'1-2'"), none),
    ('blanks and case of a code', normalise_code("'  gedwongen  Werk '"), 'GEDWONGEN WERK'),
    ('a tab and a hard blank around a code', normalise_code("chr(9) || chr(160) || 'su' || chr(13) || chr(10)"), 'SU'),
    ('a hard blank inside a code', normalise_code("'gedwongen' || chr(160) || 'werk'"), 'GEDWONGEN WERK'),
    ('a page end around a code', normalise_code("chr(12) || 'su' || chr(11)"), 'SU'),
    ('a page end inside a code', normalise_code("'gedwongen' || chr(12) || chr(11) || 'werk'"), 'GEDWONGEN WERK'),
    ('a code of a page end', normalise_code('chr(12)'), none),
    ('a letter that becomes two', normalise_code("'straße'"), 'STRASSE'),
    ('a letter with an accent', normalise_code("'België'"), 'BELGIË'),
    ('a code of blanks only', normalise_code("'   '"), none),
    ('the whole numbers from two to four', "(select min(n) || '-' || max(n) || ': ' || count(*) from " ~ whole_numbers('n', 2, 4) ~ ' as numbers)', '2-4: 3'),
    ('a text keeps its case and inner blanks', clean_text("' p1  A '"), 'p1  A'),
    ('an empty text', clean_text("''"), none),
    ('a text of page ends', clean_text('chr(12) || chr(11)'), none),
    ('a text of tabs and line ends', clean_text('chr(9) || chr(10)'), none),
    ('an id as it is', clean_identifier("'!p-1~'"), '!p-1~'),
    ('an id with a hard blank before it', clean_identifier("chr(160) || 'P1'"), 'P1'),
    ('an id with a blank before it', clean_identifier("' P1'"), 'P1'),
    ('an id with a tab behind it', clean_identifier("'P1' || chr(9)"), 'P1'),
    ('an id of blanks', clean_identifier("'  '"), none),
    ('an empty code', normalise_code("''"), none),
] %}

with cases as (
    {%- for what, expression, answer in cases %}
    select
        '{{ what }}' as what,
        cast({{ expression }} as string) as computed,
        {{ "cast(null as string)" if answer is none else "'" ~ answer ~ "'" }} as answer
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from cases
where cases.computed is distinct from cases.answer
