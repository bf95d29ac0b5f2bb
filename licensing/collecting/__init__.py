"""Where the ledger hears of servers: Nova's notifications, and Nova's own records."""
