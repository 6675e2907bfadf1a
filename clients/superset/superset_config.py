"""Settings of Superset for the dashboard: no request to others, and numbers as in the Netherlands.

Import it from your own `superset_config.py`, or take over what you need; passwords, keys and the
database of Superset itself are yours to set.
"""

from superset.config import TALISMAN_CONFIG as DEFAULT

# Superset's pages count their readers with a picture of another host, and know hosts with maps.
# The browser asks none of them: pictures and data come from Superset itself.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    **DEFAULT,
    "content_security_policy": {
        **DEFAULT["content_security_policy"],
        "img-src": ["'self'", "blob:", "data:"],
        "connect-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
    },
}

D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]}

# A publication is small, and a new one must be seen at once: nothing is kept of an answer.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
