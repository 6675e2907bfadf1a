{{ exhibit('fig_2_09') }}
