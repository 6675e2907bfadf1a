-- All claims, each with the last exhibit whose caption stands before it.
select
    claims.claim_id,
    claims.duplicate_of,
    claims.document_code,
    claims.document_title,
    claims.locator,
    claims.line_number,
    claims.edition_code,
    claims.description,
    claims.printed,
    claims.computed,
    claims.verdict,
    claims.contradiction_id,
    claims.reason,
    claims.how_computed,
    claims.comparison_rule,
    claims.tolerance_reason,
    claims.figure_source,
    max_by(exhibits.exhibit_code, exhibits.source_line) as exhibit_code
from audit.aud_reconciliation as claims
left join reference.ref_exhibits as exhibits
    on
        claims.document_code = 'SM'
        and claims.line_number >= exhibits.source_line
group by all
order by claims.claim_id
