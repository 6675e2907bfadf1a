{{ exhibit('fig_2_04b') }}
