{#- The cells of Tabel 2.1 per year. Row, column, claim of the number, claim of its rank. -#}
{%- set cells = [
    ('NLD', '2015', 'SM-0148', 'SM-0149'),
    ('NLD', '2016', 'SM-0150', 'SM-0151'),
    ('NLD', '2017', 'SM-0152', 'SM-0153'),
    ('NLD', '2018', 'SM-0154', 'SM-0155'),
    ('NLD', '2019', 'SM-0156', 'SM-0157'),
    ('NGA', '2015', 'SM-0168', 'SM-0169'),
    ('NGA', '2016', 'SM-0170', 'SM-0171'),
    ('NGA', '2017', 'SM-0172', 'SM-0173'),
    ('NGA', '2018', 'SM-0174', 'SM-0175'),
    ('NGA', '2019', 'SM-0176', 'SM-0177'),
    ('POL', '2015', 'SM-0187', 'SM-0188'),
    ('POL', '2016', 'SM-0189', 'SM-0190'),
    ('POL', '2017', 'SM-0191', 'SM-0192'),
    ('POL', '2018', 'SM-0193', none),
    ('POL', '2019', 'SM-0194', 'SM-0195'),
    ('ROU', '2015', 'SM-0204', 'SM-0205'),
    ('ROU', '2016', 'SM-0206', 'SM-0207'),
    ('ROU', '2017', 'SM-0208', 'SM-0209'),
    ('ROU', '2018', 'SM-0210', 'SM-0211'),
    ('ROU', '2019', 'SM-0212', none),
    ('UGA', '2015', 'SM-0223', none),
    ('UGA', '2016', 'SM-0224', none),
    ('UGA', '2017', 'SM-0225', 'SM-0226'),
    ('UGA', '2018', 'SM-0227', 'SM-0228'),
    ('UGA', '2019', 'SM-0229', 'SM-0230'),
    ('BGR', '2015', 'SM-0239', 'SM-0240'),
    ('BGR', '2016', 'SM-0241', 'SM-0242'),
    ('BGR', '2017', 'SM-0243', none),
    ('BGR', '2018', 'SM-0244', none),
    ('BGR', '2019', 'SM-0245', none),
    ('HUN', '2015', 'SM-0256', none),
    ('HUN', '2016', 'SM-0257', none),
    ('HUN', '2017', 'SM-0258', none),
    ('HUN', '2018', 'SM-0259', none),
    ('HUN', '2019', 'SM-0260', none),
    ('GIN', '2015', 'SM-0269', none),
    ('GIN', '2016', 'SM-0270', none),
    ('GIN', '2017', 'SM-0271', none),
    ('GIN', '2018', 'SM-0272', none),
    ('GIN', '2019', 'SM-0273', none),
    ('SLE', '2015', 'SM-0283', none),
    ('SLE', '2016', 'SM-0284', none),
    ('SLE', '2017', 'SM-0285', none),
    ('SLE', '2018', 'SM-0286', 'SM-0287'),
    ('SLE', '2019', 'SM-0288', none),
    ('PHL', '2015', 'SM-0296', none),
    ('PHL', '2016', 'SM-0297', none),
    ('PHL', '2017', 'SM-0298', none),
    ('PHL', '2018', 'SM-0299', none),
    ('PHL', '2019', 'SM-0300', none),
    ('GMB', '2015', 'SM-0309', none),
    ('GMB', '2016', 'SM-0310', none),
    ('GMB', '2017', 'SM-0311', none),
    ('GMB', '2018', 'SM-0312', none),
    ('GMB', '2019', 'SM-0313', 'SM-0314'),
    ('VNM', '2015', 'SM-0323', none),
    ('VNM', '2016', 'SM-0324', none),
    ('VNM', '2017', 'SM-0325', none),
    ('VNM', '2018', 'SM-0326', none),
    ('VNM', '2019', 'SM-0327', none),
    ('ERI', '2015', 'SM-0336', none),
    ('ERI', '2016', 'SM-0337', none),
    ('ERI', '2017', 'SM-0338', none),
    ('ERI', '2018', 'SM-0339', none),
    ('ERI', '2019', 'SM-0340', none),
    ('AFG', '2015', 'SM-0349', none),
    ('AFG', '2016', 'SM-0350', none),
    ('AFG', '2017', 'SM-0351', none),
    ('AFG', '2018', 'SM-0352', none),
    ('AFG', '2019', 'SM-0353', none),
] -%}

{%- set claims = {
    'SM-0137': cell('total', '2015'),
    'SM-0138': cell('total', '2016'),
    'SM-0139': cell('total', '2017'),
} -%}
{%- for nationality_code, column_code, count_claim, rank_claim in cells -%}
    {%- do claims.update({count_claim: cell(nationality_code, column_code)}) -%}
    {%- if rank_claim -%}
        {%- do claims.update({rank_claim: cell(nationality_code, column_code, 'rank')}) -%}
    {%- endif -%}
{%- endfor -%}

with final as (
    {{ claims_from(
        'published_cells', "edition_code = '2015-2019' and exhibit_code = 'tab_2_1'", claims
    ) }}
)

select * from final
