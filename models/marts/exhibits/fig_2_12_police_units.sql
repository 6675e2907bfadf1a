{{ exhibit('fig_2_12') }}
