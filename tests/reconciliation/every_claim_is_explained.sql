{#- Every number that the documents print is reproduced, contradicted with proof, or not derivable.
    Only for the shipped register: another delivery holds other victims than the printed ones. -#}
{{ config(enabled=(not register_path())) }}

select
    reconciliation.claim_id,
    reconciliation.description,
    reconciliation.printed,
    reconciliation.computed,
    reconciliation.how_computed
from {{ ref('aud_reconciliation') }} as reconciliation
where reconciliation.verdict = 'unexplained'
