"""Who may do what: read from the flows and the policies, for pages, export and command."""
