"""A simulated customer with facts and a goal, and what the bank's rules say of the true facts."""
