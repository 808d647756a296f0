"""Programs around the product: start, tests on real services, checks. Nothing imports them."""
