{{ exhibit('fig_2_06') }}
