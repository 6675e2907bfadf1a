{{ exhibit('fig_2_04a') }}
