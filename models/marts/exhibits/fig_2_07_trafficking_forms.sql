{{ exhibit('fig_2_07') }}
