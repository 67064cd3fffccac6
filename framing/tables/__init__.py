"""What is kept: the tables of a study, facts about articles and no sentence of them."""
