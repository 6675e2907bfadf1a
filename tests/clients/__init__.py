"""What others read publications with: the cells that each gets, and a PostgreSQL for the tests."""
