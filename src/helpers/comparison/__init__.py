"""Groups of reports compared, with the issuer as the unit."""
