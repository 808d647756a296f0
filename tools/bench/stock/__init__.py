"""A plain Viewflow site with a flow of our shape: what the engine costs without the house."""
