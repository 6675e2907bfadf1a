{{ exhibit('fig_2_08') }}
