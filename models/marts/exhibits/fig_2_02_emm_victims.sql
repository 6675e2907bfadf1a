{{ exhibit('fig_2_02') }}
