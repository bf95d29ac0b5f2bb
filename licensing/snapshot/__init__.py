"""What was counted in a quarter, kept so that anybody can count it again."""
