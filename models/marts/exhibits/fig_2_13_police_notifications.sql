{{ exhibit('fig_2_13') }}
