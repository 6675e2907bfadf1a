{{ exhibit('fig_2_01') }}
