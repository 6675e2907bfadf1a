{{ exhibit('fig_2_05') }}
