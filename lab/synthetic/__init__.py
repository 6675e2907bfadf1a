"""The synthetic register: calibrated on published numbers, describing nobody.

``model`` fixes aggregated cells by an integer programme, ``draw`` and ``sectors`` make individuals
inside the cells, ``records`` writes them down as messily as a real registry does, ``recount`` and
``checks`` judge the finished files by the second opinion, without trusting any of it.
"""
