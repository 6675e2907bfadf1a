{{ exhibit('fig_2_11') }}
