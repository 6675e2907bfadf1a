{{ exhibit('fig_2_10') }}
