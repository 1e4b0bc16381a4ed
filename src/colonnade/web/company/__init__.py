"""What an organisation says once of itself for its reports: name and look, what kind of company it is."""
